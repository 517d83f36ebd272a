/**
 * The logical session, client side. Pure: no I/O and no clock. Time comes in as `now` (milliseconds), effects go out
 * through {@link SessionEffects}, so a test can run any history of a network and repeat it from a seed.
 *
 * It owns what makes messages arrive exactly once and in order, whatever carries them:
 * - the number of the newest attach: what an older connection still says is ignored;
 * - the outbox, and where the newest connection stands in it;
 * - the inbox: `position <= handled`. `position` is how far the newest connection has counted; what it repeats below
 *   `handled` is dropped;
 * - when to acknowledge: a quarter of the window, five seconds, when asked, or free with whatever else is sent.
 *
 * It doesn't know how connections are made, nor which transport would be best: that is the connector's business.
 */
import type { Transport } from './api';
import { sizeOf } from './bytes';
import { eventParser, toRecords } from './event-stream';
import { createOutbox } from './outbox';
import { Code, NEVER, isFatal, isLost } from './records';
import type { Carrier, SavedSession, SessionEffects, Source } from './ports';
import type { CloseReason, Ending, Payload, RecordType, SessionInfo } from './records';
import type { Connection } from './transports/transport';

/** How long after the oldest unacknowledged message an acknowledgement goes out at the latest, in milliseconds. */
const ACKNOWLEDGE_AFTER = 5000;

/** How long after its post has failed it is told again, in milliseconds. */
const TELL_AGAIN_AFTER = 1000;

export type Session = ReturnType<typeof createSession>;

export function createSession(effects: SessionEffects, carrier: Carrier, saved: SavedSession | undefined) {
  const outbox = createOutbox(saved ? saved.acknowledged : 0);
  let info = saved && saved.info;
  /** The number of the newest attach. */
  let newest = saved ? saved.attach : 1;
  /** What the newest attach runs over. */
  let transport: Transport | undefined;
  let attached = false;
  let connection: Connection | undefined;

  let position = 0;
  let handled = saved ? saved.accepted : 0;

  /** Highest acknowledgement sent. */
  let told = 0;
  let untoldBytes = 0;
  let tellAt = NEVER;
  let telling = false;

  /** The number that the server expects of the next message on this WebSocket, 0 when we have not stated one. */
  let stated = 0;
  /** The batch that is under way. An older one may still be as well, but nothing waits for it. */
  let posting: object | false = false;
  let postAt = NEVER;
  let postFailures = 0;
  let closing: Ending | undefined;
  let closeSent = false;
  let over = false;

  if (saved) {
    eventParser(
      toRecords((_, payload) => {
        outbox.append(payload, sizeOf(payload));
      }),
    )(saved.batch);
  }

  const finish = (why: Ending, now: number): void => {
    over = true;
    if (!isLost(why.code)) {
      effects.closed(why);
    } else if (closing) {
      // We were leaving anyway.
      effects.closed(closing);
    } else {
      effects.lost(why, outbox.contents(), now);
    }
  };

  /** Finishes as we asked for. */
  const leave = (now: number): void => {
    (closing as Ending).wasClean = true;
    finish(closing as Ending, now);
  };

  /** The newest connection or a post was refused. Returns whether that ends the session. */
  const refuse = (why: Ending, now: number): boolean => {
    if (isLost(why.code) || isFatal(why.code)) {
      finish(why, now);
    }
    return over;
  };

  /** The acknowledgement that rides along with whatever is sent now. */
  const acknowledgement = (): number => {
    told = handled;
    untoldBytes = 0;
    tellAt = NEVER;
    return handled;
  };

  const tellsAt = (): number => (attached && !telling ? tellAt : NEVER);

  const tell = (now: number): void => {
    if (transport === 'websocket') {
      write('a' + acknowledgement());
    } else if (telling) {
      // One at a time; the reply looks whether there is more to tell. These posts don't wait for the batches', which the
      // server may hold for long: acknowledgements must never stand behind messages.
      tellAt = now;
    } else {
      telling = true;
      effects.post('ack=' + acknowledgement(), '', (why, _, later) => {
        telling = false;
        if (why.code === Code.UNKNOWN_SESSION && !over) {
          finish(why, later);
        } else if (why.code) {
          tellAt = later + TELL_AGAIN_AFTER;
        }
      });
    }
  };

  const write = (frame: Payload): void => {
    if (connection && connection.write) {
      connection.write(frame);
    }
  };

  const writeFrames = (window: SessionInfo): void => {
    let message;
    while ((message = outbox.next(window.receive))) {
      if (stated !== outbox.sent()) {
        write('n' + outbox.sent());
      }
      stated = outbox.sent() + 1;
      const payload = message.payload as Payload;
      write(typeof payload === 'string' ? 'm' + payload : payload);
      if (told < handled) {
        write('a' + acknowledgement());
      }
    }
    if (closing && !closeSent && outbox.drained()) {
      closeSent = true;
      write('c' + JSON.stringify(closing));
      if (connection) {
        connection.close(closing.code);
      }
    }
  };

  const postBatch = (limits: SessionInfo): void => {
    if (posting || postAt < NEVER) {
      return;
    }
    // Whatever carried it before, a batch begins with the first message not acknowledged; the server skips what it has.
    const first = outbox.acknowledged() + 1;
    const body = outbox.batch(limits.receive, limits.maxBatch);
    const last = outbox.drained() ? closing : undefined;
    if (body || last) {
      const batch = (posting = {});
      effects.post(parameters(first, body, last), body, (why, acknowledged, now) => {
        const code = why.code;
        if (over) {
          return;
        }
        if (last && (!code || code === Code.GONE)) {
          leave(now);
        } else if (code !== Code.GONE && (code === Code.SUPERSEDED || !refuse(why, now))) {
          // After 410 nothing more is posted here: the rest still comes to us, and then the close record with its code.
          if (!code) {
            outbox.release(acknowledged);
          }
          // The failure of an older one says nothing of the newest; what an older one has brought, it need not bring.
          if (posting === batch || !code) {
            posting = false;
            // What brought nothing on, 409 included, is repeated after a while: a batch begins with what is not
            // acknowledged, and the server has accepted that far at least, so the next one can't be ahead.
            if (outbox.acknowledged() < first) {
              postAt = now + Math.max(why.retryAfter || 0, effects.backoff(postFailures++));
            } else {
              postFailures = 0;
            }
          }
          flush();
        }
      });
    }
  };

  const parameters = (first: number, body: string, last: CloseReason | undefined): string =>
    (last ? 'close=' + last.code + '&' : '') + (body && 'seq=' + first + '&') + 'ack=' + acknowledgement();

  const flush = (): void => {
    if (over || !info) {
      return;
    }
    if (attached && transport === 'websocket') {
      writeFrames(info);
    } else if (attached || closing) {
      // A close needs no connection of its own.
      postBatch(info);
    }
  };

  /** The newest connection's first record has come. */
  const prove = (source: Source, now: number): void => {
    attached = true;
    transport = source.transport;
    connection = source.connection;
    carrier.attached(now);
    flush();
  };

  /** Counts a message or a gap up to `number`, delivers it if it is new, and sees to its acknowledgement. */
  const accept = (number: number, size: number, now: number, deliver: () => void): void => {
    position = number;
    if (number > handled) {
      // Before the application gets it: what it does from within, another attach included, goes on behind this one.
      handled = number;
      deliver();
      untoldBytes += size;
      // The next poll tells it for free.
      if (transport !== 'polling' && !over) {
        const window = (info as SessionInfo).send;
        tellAt = Math.min(tellAt, now + ACKNOWLEDGE_AFTER);
        if ((handled - told) * 4 >= window.messages || untoldBytes * 4 >= window.bytes) {
          tell(now);
        }
      }
    }
  };

  return {
    /** The session's secret, empty before there is one. */
    token: (): string => (info ? info.session : ''),

    info: (): SessionInfo | undefined => info,

    /** Bytes that are not acknowledged. */
    bytes: outbox.bytes,

    /**
     * Starts a new attach: from now on every older connection is ignored. Returns its number and its acknowledgement,
     * to be sent as `attach` and `ack`.
     */
    attach(kind: Transport): { attach: number; ack: number } {
      transport = kind;
      // One poll follows another without anything being lost between them. After anything else a post may hang on a
      // network that is gone: its reply still counts, but nothing waits for it.
      if (!attached || kind !== 'polling') {
        attached = posting = telling = false;
      }
      stated = 0;
      closeSent = false;
      position = handled;
      return { attach: ++newest, ack: acknowledgement() };
    },

    /** A connection was refused, or has ended. Returns whether that ends the session: an older one's end can't. */
    detach(number: number, why: Ending, now: number): boolean {
      if (!over && number === newest) {
        attached = false;
        // The server's Close may be one of its own that has crossed ours: it answers ours by the same code.
        if (closing && closeSent && why.code === closing.code) {
          leave(now);
        } else {
          refuse(why, now);
        }
      }
      return over;
    },

    /** Takes a record. */
    receive(source: Source, type: RecordType, data: Payload, now: number): void {
      if (over || source.number !== newest) {
        return;
      }
      const text = data as string;
      if (type === 'm') {
        accept(position + 1, sizeOf(data), now, () => {
          effects.message(data);
        });
      } else if (type === 'a') {
        outbox.release(+text);
        flush();
      } else if (type === 'p') {
        if (attached && transport !== 'polling') {
          tell(now);
        }
      } else if (type === 'o') {
        prove(source, now);
      } else {
        // What remains has JSON for data.
        const value = JSON.parse(text) as SessionInfo & Ending & { from: number; to: number; after: number };
        if (type === 's') {
          info = value;
          position = value.next - 1;
          outbox.rewind();
          outbox.release(value.ack);
          prove(source, now);
        } else if (type === 'g') {
          const from = Math.max(value.from, handled + 1);
          accept(value.to, 0, now, () => {
            effects.gap(from, value.to);
          });
        } else if (type === 'r') {
          carrier.leave(value.after, now);
        } else if (type === 'c') {
          // The server keeps what we have not acknowledged until it forgets the session: let it go.
          if (handled > told) {
            tell(now);
          }
          value.wasClean = true;
          finish(value, now);
        } else if (type === 'e' && !refuse(value, now)) {
          carrier.fail(value, now);
        }
      }
    },

    /**
     * Appends a message and sends what may be sent. An undefined payload keeps the place of one that is still being read;
     * the function that is returned brings it, or undefined if there is none after all.
     */
    send(payload: Payload | undefined, size: number): (payload: Payload | undefined) => void {
      const message = outbox.append(payload, size);
      flush();
      return (late) => {
        message.payload = late;
        if (late === undefined) {
          outbox.remove(message);
        }
        flush();
      };
    },

    /** Asks for the end: what was sent before goes first. */
    close(why: Ending): void {
      closing = why;
      flush();
    },

    /** When `tick` is to be called next. */
    due: (): number => Math.min(tellsAt(), postAt),

    /** Does what has become due. */
    tick(now: number): void {
      if (now >= tellsAt()) {
        tell(now);
      }
      if (now >= postAt) {
        postAt = NEVER;
        flush();
      }
    },

    /** What a reload needs, or undefined when there is nothing to go on with. */
    save: (): SavedSession | undefined =>
      info && !over
        ? {
            info,
            attach: newest,
            accepted: handled,
            acknowledged: outbox.acknowledged(),
            batch: outbox.batch({ messages: NEVER, bytes: NEVER }, NEVER),
          }
        : undefined,
  };
}
