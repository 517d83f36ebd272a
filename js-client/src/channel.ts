/**
 * The shell: joins the pure halves (session and connector) to the engine's connections, clock, storage and page events.
 * Every event comes in here, is given the time, and ends with a look at what has become due.
 */
import type { Address } from './address';
import { locate } from './address';
import type { BowlineOptions, Transport } from './api';
import { createConnector } from './connector';
import { createLookup } from './environment';
import { watchPage } from './lifecycle';
import { recall, remember } from './memory';
import { Code, NEVER } from './records';
import type { Payload } from './records';
import { createSession } from './session';
import type { SavedSession, Session, SessionEffects } from './session';
import { openTransport, supports } from './transports';
import type { Network } from './transports/transport';
import { post } from './transports/uplink';

/** A timer that is later than this many milliseconds has slept. */
const ASLEEP = 5000;

/** Browsers send at most 64 kB of beacons from a page; this leaves some to others. In bytes. */
const LONGEST_BEACON = 60000;

/** What the face hears. */
export interface ChannelEvents {
  /** A connection carries the session; `resumed`: it was detached before. */
  attached(transport: Transport, resumed: boolean): void;
  detached(code: number, reason: string): void;
  message(payload: Payload): void;
  gap(from: number, to: number): void;
  reset(code: number, reason: string, messages: Payload[]): void;
  closed(code: number, reason: string, clean: boolean): void;
  /** Bytes that are unacknowledged now. */
  buffered(bytes: number): void;
}

/** The transport that worked, and the time up to which that counts. */
type Remembered = [transport: Transport, until: number];

export interface Channel {
  send(payload: Payload, size: number): void;
  close(code: number, reason: string): void;
  /** Ends at once, without a word to the server. */
  abort(): void;
  /** The size limit of a message, once it is known. */
  maxMessage(): number;
}

export function createChannel(address: Address, options: Required<BowlineOptions>, events: ChannelEvents): Channel {
  const lookup = createLookup(options.environment);
  const network: Network = { lookup, headers: options.headers, credentials: options.credentials };
  const now = lookup('now') as () => number;
  const random = lookup('random') as () => number;
  const key = address.base;
  let timer: number | undefined;
  let armedAt = NEVER;
  let closeAt = NEVER;
  let busy = false;
  let over = false;
  let polls = 0;

  /** Full jitter: spreads the clients of a server that comes back evenly. */
  function backoff(failures: number): number {
    return random() * Math.min(options.maxBackoff, options.backoff * Math.pow(2, Math.min(failures, 16)));
  }

  function url(token: string, query: string, framed: boolean): string {
    // Some caches join equal requests, or answer them from memory in spite of `no-store`.
    return locate(address, token, query + '&_=' + (polls++).toString(36) + Math.floor(random() * 1e9).toString(36), framed);
  }

  /** Runs an event, then whatever has become due, then sets the timer. Events inside an event are part of it. */
  function run(event: (at: number) => void): void {
    if (over) {
      return;
    }
    const outer = busy;
    busy = true;
    event(now());
    busy = outer;
    if (outer || over) {
      return;
    }
    events.buffered(session.bytes());
    arm();
  }

  function due(): number {
    return Math.min(session.due(), connector.due(), closeAt);
  }

  function tick(at: number): void {
    session.tick(at);
    connector.tick(at);
    if (at >= closeAt) {
      closed(Code.ABNORMAL, '', false);
    }
  }

  function arm(): void {
    const at = now();
    let next = due();
    if (next <= at) {
      busy = true;
      tick(at);
      busy = false;
      if (over) {
        return;
      }
      events.buffered(session.bytes());
      next = Math.max(due(), at + 1);
    }
    // A timer that rings early does no harm: it looks again. So only an earlier deadline needs a new one.
    if (next < armedAt) {
      disarm();
      armedAt = next;
      timer = (lookup('setTimeout') as (callback: () => void, ms: number) => number)(ring, next - at);
    }
  }

  function disarm(): void {
    if (armedAt !== NEVER) {
      (lookup('clearTimeout') as (timer: number) => void)(timer as number);
      armedAt = NEVER;
    }
  }

  function ring(): void {
    run((at) => {
      const late = at - armedAt > ASLEEP;
      armedAt = NEVER;
      if (late) {
        connector.wake(at, false);
      }
    });
  }

  function closed(code: number, reason: string, clean: boolean): void {
    if (!over) {
      stop();
      events.closed(code, reason, clean);
    }
  }

  function stop(): void {
    over = true;
    session.abandon();
    connector.stop();
    disarm();
    unwatch();
  }

  const connector = createConnector(options, {
    supports: (transport) => supports(network, transport),
    open: (transport, token, query, sink) =>
      openTransport(
        network,
        transport,
        url(token, query, transport === 'websocket'),
        {
          record(type, data) {
            run(() => {
              sink.record(type, data);
            });
          },
          down(code, reason, clean, retryAfter) {
            run(() => {
              sink.down(code, reason, clean, retryAfter);
            });
          },
        },
        !token,
      ),
    remembered() {
      const known = recall(lookup, 'localStorage', key) as Remembered | undefined;
      return known && known[1] > now() ? known[0] : undefined;
    },
    remember(transport) {
      remember(lookup, 'localStorage', key, [transport, now() + options.remember]);
    },
    now,
    backoff,
    attached: events.attached,
    detached: events.detached,
    refused(code, reason) {
      closed(code, reason, false);
    },
  });

  const effects: SessionEffects = {
    write: connector.write,
    hangUp: connector.hangUp,
    attached: connector.attached,
    leave: connector.leave,
    refused: connector.fail,
    message: events.message,
    gap: events.gap,
    closed,
    backoff,
    post(query, body, done) {
      post(network, url(session.token(), query, false), body, (reply) => {
        run((at) => {
          done(reply, at);
        });
      });
    },
    lost(code, reason, messages, at) {
      session = createSession(effects, undefined);
      connector.replace(session, at);
      events.reset(code, reason, messages);
    },
  };

  // What the last page left for us is taken out: two pages must not share a session.
  const saved = options.reload ? recall(lookup, 'sessionStorage', key) : undefined;
  remember(lookup, 'sessionStorage', key, undefined);
  let session: Session = createSession(effects, (saved || undefined) as SavedSession | undefined);
  connector.use(session);

  const unwatch = watchPage(lookup, {
    hide(cached) {
      run((at) => {
        const token = session.token();
        const navigator = lookup('navigator');
        if (options.reload) {
          remember(lookup, 'sessionStorage', key, session.save());
        } else if (!cached && token && navigator && typeof navigator.sendBeacon === 'function') {
          // A beacon carries no headers of ours; a server that wants them refuses it, and the session times out.
          const last = session.farewell(Code.GOING_AWAY, LONGEST_BEACON);
          navigator.sendBeacon(url(token, last[0], false), last[1]);
        }
        // Nothing may start between now and the return from the cache, if there is one.
        connector.suspend(at);
      });
    },
    restore() {
      run((at) => {
        remember(lookup, 'sessionStorage', key, undefined);
        connector.resume(at);
      });
    },
    wake(moved) {
      run((at) => {
        connector.wake(at, moved);
      });
    },
    offline() {
      run((at) => {
        connector.doubt(at);
      });
    },
  });

  // The application sets its handlers after the constructor has returned; nothing may happen before.
  armedAt = 0;
  timer = (lookup('setTimeout') as (callback: () => void, ms: number) => number)(() => {
    armedAt = NEVER;
    run(connector.connect);
  }, 0);

  return {
    send(payload, size) {
      run((at) => {
        session.send(payload, size, at);
      });
    },
    close(code, reason) {
      run((at) => {
        closeAt = at + options.closeTimeout;
        session.close(code, reason, at);
      });
    },
    abort: stop,
    maxMessage() {
      const info = session.info();
      return info ? info.maxMessage : NEVER;
    },
  };
}
