/**
 * What this tab has been through: what it sent and received in the present session, and the last minutes of transports,
 * ticks and round trips. It is carried over a reload of the page, as the session itself is.
 */
import { Tally } from './tally.js';

const KEY = 'bowline-demo-voyage';
/** How far back anything is kept, in milliseconds. */
const MEMORY = 180000;
const encoder = new TextEncoder();

/** Milliseconds with fractions, comparable between loads of the page. */
export const clock = () => performance.timeOrigin + performance.now();

export class Voyage {
  constructor() {
    /** Stretches of time by what carried the channel: `{ at, transport }`, the transport empty while nothing did. */
    this.stretches = [];
    /** Arrivals of ticks: `{ at, transport }`. */
    this.ticks = [];
    /** Round trips: `{ at, ms, transport }`. */
    this.trips = [];
    /** What was done to us: `{ at, label }`. */
    this.marks = [];
    this.switches = 0;
    this.breaks = 0;
    this.carrier = '';
    this.depart();
  }

  /** A new session begins: every count starts at its beginning. */
  depart(nextTick = 0, nextLine = 0) {
    this.sent = 0;
    this.sentBytes = 0;
    this.acknowledged = 0;
    /** Sent and not known to be acknowledged: how many bytes had been sent up to and with each. */
    this.unacknowledged = [];
    /** When each beat without an echo was sent, by number. */
    this.beats = {};
    this.received = 0;
    this.down = { ticks: new Tally(nextTick), echoes: new Tally(1), lines: new Tally(nextLine) };
    /** The other end's view, from its last report, and what had arrived here when it came. */
    this.report = { received: 0, lost: 0, repeated: 0, disordered: 0, sent: 0, acknowledged: 0, arrived: 0 };
  }

  /** Counts a message before it is sent, and returns its number. */
  number() {
    return ++this.sent;
  }

  /** Notes the size of the message just numbered. */
  sentText(text) {
    this.sentBytes += encoder.encode(text).length;
    this.unacknowledged.push(this.sentBytes);
  }

  /** Takes what the client says is still unacknowledged, and turns bytes into messages. */
  settle(bufferedAmount) {
    const settled = this.sentBytes - bufferedAmount;
    while (this.unacknowledged.length && this.unacknowledged[0] <= settled) {
      this.unacknowledged.shift();
      this.acknowledged++;
    }
  }

  carriedBy(transport) {
    const last = this.stretches[this.stretches.length - 1];
    if (last && last.transport === transport) {
      return;
    }
    if (transport) {
      if (this.carrier && transport !== this.carrier) {
        this.switches++;
      }
      this.carrier = transport;
    } else if (last) {
      this.breaks++;
    }
    this.stretches.push({ at: clock(), transport });
  }

  beat(number) {
    this.beats[number] = clock();
  }

  /** An echo has come: the round trip of its beat in milliseconds, if it was one. */
  echo(number, transport) {
    this.down.echoes.take(number);
    const since = this.beats[number];
    delete this.beats[number];
    if (since !== undefined) {
      const at = clock();
      this.trips.push({ at, ms: at - since, transport });
      this.forget(at - MEMORY);
    }
  }

  tick(number, transport) {
    this.down.ticks.take(number);
    this.ticks.push({ at: clock(), transport });
  }

  mark(label) {
    this.marks.push({ at: clock(), label });
  }

  /** The sum of a count over all that comes down. */
  total(count) {
    const { ticks, echoes, lines } = this.down;
    return ticks[count] + echoes[count] + lines[count];
  }

  forget(before) {
    for (const list of [this.ticks, this.trips, this.marks]) {
      while (list.length && list[0].at < before) {
        list.shift();
      }
    }
    // The stretch that reaches into what is kept stays.
    while (this.stretches.length > 1 && this.stretches[1].at < before) {
      this.stretches.shift();
    }
  }

  /** Leaves everything to the next load of this page. */
  save(more) {
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ ...this, more }));
    } catch {
      // Then the next page begins anew.
    }
  }

  /** What the page before this one left, if it was this page: taken out, since a copied tab must not have it too. */
  static take() {
    try {
      const saved = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
      if (saved) {
        const voyage = Object.assign(new Voyage(), saved);
        for (const stream in voyage.down) {
          voyage.down[stream] = Tally.from(voyage.down[stream]);
        }
        return voyage;
      }
    } catch {
      // A storage that is forbidden is an empty one.
    }
    return undefined;
  }
}
