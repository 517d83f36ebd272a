// A channel behind some box, in whatever runs it: it times its first message, then says numbered messages by a timetable
// and counts those that it hears.
import { Tally, message, numberOf } from './tally.mjs';

const EVENTS = ['open', 'transport', 'detached', 'resumed', 'reset', 'gap', 'error', 'close'];

export class TimedTalk {
  down = new Tally();
  sent = 0;
  first = 0;
  heard = [];
  transports = [];
  unacknowledged = [];

  /** `timetable`: bursts with the pause before each and between its messages, in milliseconds. */
  constructor(Bowline, url, options, { name, timetable }) {
    const began = performance.now();
    const channel = (this.channel = new Bowline(url, options));
    this.total = timetable.reduce((sum, it) => sum + it.messages, 0);
    channel.binaryType = 'arraybuffer';
    channel.onmessage = (it) => {
      if (this.first) {
        this.down.counts(it.data);
        return;
      }
      this.first = performance.now() - began;
      channel.send('talk ' + name);
      this.#says(timetable);
    };
    for (const type of EVENTS) {
      channel.addEventListener(type, (it) => {
        const detail = it.transport || it.code || it.message || '';
        this.heard.push([Math.round(performance.now() - began), type, detail].join(' ').trim());
        if (type === 'transport') {
          this.transports.push(it.transport);
        } else if (type === 'reset') {
          this.unacknowledged.push(it.messages.map((data) => (/^talk/.test(data) ? data : numberOf(data))));
        }
      });
    }
  }

  async #says(timetable) {
    for (const { pause, messages, every } of timetable) {
      await waits(pause);
      for (let i = 0; i < messages; i++) {
        this.channel.send(message(this.sent++));
        await waits(every);
      }
    }
  }

  /** Whether all has come, and all that was said is acknowledged. */
  isSettled() {
    return this.down.received >= this.total && this.sent === this.total && !this.channel.bufferedAmount;
  }

  state() {
    const { first, transports, heard, sent, total, down, unacknowledged } = this;
    return { first, transports, heard, sent, unacknowledged, down: down.figures(total) };
  }
}

function waits(ms) {
  return ms && new Promise((over) => setTimeout(over, ms));
}
