/**
 * The shell: joins the pure halves (session and connector) to the engine's connections, clock, storage and page events.
 * Every event comes in here, is given the time, and ends with a look at what has become due.
 */
import type { BowlineEventMap, BowlineOptions, Transport } from './api';
import { toData } from './bytes';
import { createConnector } from './connector';
import type { Lookup } from './environment';
import { watchPage } from './lifecycle';
import { locate } from './locate';
import type { Address } from './locate';
import { recall, remember } from './memory';
import type { ConnectorEffects, SavedSession, SessionEffects } from './ports';
import { Code, NEVER, broken } from './records';
import type { Ending, Payload } from './records';
import { createSession } from './session';
import type { Session } from './session';
import { openEventStream, supports } from './transports/engine';
import { exchange } from './transports/exchange';
import type { Network } from './transports/transport';
import { post } from './transports/uplink';
import { openWebSocket } from './transports/websocket';

/** A timer that is later than this many milliseconds has slept. */
const ASLEEP = 5000;
/** `readyState` (W3C WebSocket). */
export const CONNECTING = 0;
export const OPEN = 1;
export const CLOSING = 2;
export const CLOSED = 3;

/** The application's side, whose fields only the channel writes. */
export interface Face {
  readyState: number;
  bufferedAmount: number;
  transport: Transport | '';
  readonly binaryType: string;
  dispatchEvent(event: { readonly type: string }): unknown;
}

/** The transport that worked, and the time up to which that counts. */
type Remembered = [transport: Transport, until: number];

export type Channel = ReturnType<typeof createChannel>;

export function createChannel(address: Address, options: Required<BowlineOptions>, lookup: Lookup, face: Face) {
  const network: Network = { lookup, ...options };
  const now = options.environment.now || ((): number => +new Date());
  const random = options.environment.random || Math.random;
  const key = 'bowline:' + address.base;
  let timer: number | undefined;
  /** What the clock said last, and by how much it has been set back: our own time never goes back. */
  let latest = 0;
  let setBack = 0;
  let armedAt = NEVER;
  let closeAt = NEVER;
  let busy = false;
  let over = false;
  let requests = 0;
  let session: Session;

  const emit = (type: keyof BowlineEventMap, event: object): void => {
    face.dispatchEvent({ ...event, type, target: face } as { type: string });
  };

  /** Full jitter: spreads the clients of a server that comes back evenly. It stays short at first: most cuts are. */
  const backoff = (failures: number): number => {
    return 1 + random() * Math.min(options.maxBackoff, options.backoff * 2 ** Math.max(0, failures - 3));
  };

  const url = (token: string, query: string, framed: boolean): string => {
    // Some caches join equal requests, or answer them from memory in spite of `no-store`.
    return locate(address, token, query + '&_=' + (requests++ + random()), framed);
  };

  /** Runs an event, then whatever has become due, then sets the timer. Events inside an event are part of it. */
  function run(event: (at: number) => void): void {
    if (over) {
      return;
    }
    setBack += Math.max(0, latest - (latest = now()));
    const at = latest + setBack;
    let next = NEVER;
    if (busy) {
      event(at);
    } else {
      busy = true;
      if (at - armedAt > ASLEEP) {
        connector.wake(at, false);
      }
      event(at);
      // A deadline that is found passed here was missed by its timer: the tab slept, or was throttled.
      while (!over && (next = Math.min(session.due(), connector.due(at), closeAt)) <= at) {
        session.tick(at);
        connector.tick(at);
        if (at >= closeAt) {
          closed(broken());
        }
      }
      busy = false;
    }
    face.bufferedAmount = session.bytes();
    // A timer that should have rung by now goes by another clock: sleep stops timers, and not the time.
    if (at > armedAt) {
      disarm();
    }
    // One that rings early does no harm, it looks again; so only an earlier deadline needs a new one.
    if (!over && next < armedAt) {
      disarm();
      armedAt = next;
      timer = (lookup('setTimeout') as (callback: () => void, ms: number) => number)(ring, armedAt - at);
    }
  }

  const disarm = (): void => {
    (lookup('clearTimeout') as (timer: number | undefined) => void)(timer);
    armedAt = NEVER;
  };

  const ring = (): void => {
    run(() => {
      armedAt = NEVER;
    });
  };

  const closed = (why: Ending): void => {
    if (!over) {
      over = true;
      disarm();
      connector.stop();
      unwatch();
      face.readyState = CLOSED;
      face.transport = '';
      if (!why.wasClean) {
        emit('error', {});
      }
      emit('close', { code: why.code, reason: why.reason, wasClean: !!why.wasClean });
    }
  };

  const effects: SessionEffects & ConnectorEffects = {
    supports: (transport) => supports(network, transport),
    open(transport, token, query, sink) {
      const framed = transport === 'websocket';
      const target = url(token, query, framed);
      return framed
        ? openWebSocket(network, target, sink)
        : transport === 'sse'
          ? openEventStream(network, target, sink)
          : exchange(network, target, false, sink, token ? undefined : '');
    },
    post(query, body, done) {
      post(network, url(session.token(), query, false), body, (why, acknowledged) => {
        run((at) => {
          done(why, acknowledged, at);
        });
      });
    },
    remembered() {
      const known = recall(lookup, 'localStorage', key) as Remembered | undefined;
      return known && known[1] > now() ? known[0] : undefined;
    },
    run,
    backoff,
    message(payload) {
      // A channel that is closing delivers nothing any more, like a WebSocket.
      if (face.readyState === OPEN) {
        const data = toData(payload);
        const Blob = lookup('Blob');
        // `body` is for the topics: a Blob can't be read at once.
        emit('message', {
          data: Blob && data !== payload && face.binaryType === 'blob' ? new Blob([data]) : data,
          body: data,
        });
      }
    },
    gap(from, to) {
      emit('gap', { from, to });
    },
    attached(transport, previous, resumed) {
      face.transport = transport;
      if (!face.readyState) {
        face.readyState = OPEN;
        emit('open', {});
      } else if (resumed) {
        emit('resumed', { transport, previous });
      }
      if (transport !== previous) {
        emit('transport', { transport, previous });
      }
      remember(lookup, 'localStorage', key, [transport, now() + options.remember]);
    },
    detached(why) {
      face.transport = '';
      emit('detached', { code: why.code || Code.ABNORMAL, reason: why.reason });
    },
    lost(why, messages, at) {
      carry(undefined, at);
      face.transport = '';
      face.bufferedAmount = 0;
      emit('reset', { code: why.code, reason: why.reason, messages });
    },
    closed,
  };
  const connector = createConnector(options, effects);

  const carry = (saved: unknown, at: number): void => {
    session = createSession(effects, connector, (saved || undefined) as SavedSession | undefined);
    connector.carry(session, at);
  };

  const unwatch = watchPage(lookup, (event) => {
    const type = event.type;
    const persisted = (event as PageTransitionEvent).persisted;
    run((at) => {
      if (type === 'pagehide') {
        const last = session.save();
        const navigator = lookup('navigator');
        if (options.reload) {
          remember(lookup, 'sessionStorage', key, last);
        } else if (last && !persisted && navigator && navigator.sendBeacon) {
          // A beacon carries 64 kB and no headers of ours. If that isn't enough, the session times out instead.
          navigator.sendBeacon(
            url(
              last.info.session,
              'close=1001&ack=' + last.accepted + (last.batch && '&seq=' + (last.acknowledged + 1)),
              false,
            ),
            last.batch,
          );
        }
        // Nothing may start between now and the return from the back/forward cache, if there is one.
        connector.suspend(at);
      } else if (type !== 'pageshow') {
        // What `offline` says may be a lie, and the way to find out is the same: a new connection. So it is after a page
        // was frozen: engines let streams go on that never bring anything again.
        connector.wake(at, /line|resume/.test(type));
      } else if (persisted) {
        remember(lookup, 'sessionStorage', key);
        connector.resume(at);
      }
    });
  });

  carry(options.reload && recall(lookup, 'sessionStorage', key), 0);
  run(connector.connect);
  // What the last page left for us is taken out: two pages must not share a session.
  remember(lookup, 'sessionStorage', key);

  return {
    /** Sends a message; a Blob's place is kept, and the function that is returned brings its octets. */
    send(payload: Payload | undefined, size: number): (late: Payload | undefined) => void {
      let fill: ReturnType<Session['send']>;
      run(() => {
        fill = session.send(payload, size);
      });
      return (late) => {
        run(() => {
          fill(late);
        });
      };
    },

    /** Closes after what was sent; a channel that never opened has nothing to say goodbye to. */
    close(why: Ending): void {
      const opened = face.readyState;
      face.readyState = CLOSING;
      run((at) => {
        if (opened) {
          closeAt = at + options.closeTimeout;
          session.close(why);
        } else {
          connector.stop();
          closeAt = at + 1;
        }
      });
    },

    /** The size limit of a message in bytes, once it is known. */
    maxMessage(): number {
      const info = session.info();
      return info ? info.maxMessage : NEVER;
    },
  };
}
