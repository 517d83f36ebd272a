/**
 * The logical session, client side. Pure: no I/O and no clock. Time comes in as `now` (milliseconds), effects go out
 * through {@link SessionEffects}, so a test can run any history of a network and repeat it from a seed.
 *
 * It owns what makes messages arrive exactly once and in order, whatever carries them:
 * - the number of the newest attach: what an older connection still says is ignored;
 * - the outbox, and where the newest connection stands in it;
 * - the inbox: `handled <= accepted`, `position <= accepted`. `position` is how far the newest connection has counted;
 *   what it repeats below `accepted` is dropped;
 * - when to acknowledge: half a window, a second, or free with whatever else is sent.
 *
 * It doesn't know how connections are made, nor which transport would be best: that is the connector's business.
 */
import type { Transport } from './api';
import { sizeOf } from './bytes';
import { recordParser } from './event-stream';
import { Outbox } from './outbox';
import { FATAL, LOST, NEVER } from './records';
import type { CloseReason, Payload, RecordType, SessionInfo } from './records';
import type { Connection } from './transports/transport';

/** How long after the oldest unacknowledged message an acknowledgement goes out at the latest, in milliseconds. */
const ACKNOWLEDGE_AFTER = 1000;

/** What a post came to. */
export interface PostReply {
  /** The HTTP status, or 0 when there was no reply or it wasn't ours. */
  readonly status: number;
  /** Data of the `ack` record, or of the `close` or `error` record that explains a refusal. */
  readonly data: string;
  /** Milliseconds after which the server wants to hear from us again, if it said so. */
  readonly retryAfter: number;
}

export interface SessionEffects {
  /** Posts to the session's URL; `done` gets the reply, once, and never before `post` has returned. */
  post(query: string, body: string, done: (reply: PostReply, now: number) => void): void;
  /** Hands a message to the application. */
  message(payload: Payload): void;
  /** Tells the application that messages `from` to `to` were dropped by an overflow policy. */
  gap(from: number, to: number): void;
  /** The newest connection has proved itself: its first record came. */
  attached(now: number): void;
  /** The server wants us to leave this connection and attach again after so many milliseconds. */
  leave(after: number, now: number): void;
  /** The newest connection failed; the session lives. */
  refused(code: number, reason: string, now: number): void;
  /** The session is lost with these messages unacknowledged, but a new one may be opened. */
  lost(code: number, reason: string, messages: Payload[], now: number): void;
  /** The session is over. */
  closed(code: number, reason: string, clean: boolean): void;
  /** Milliseconds to wait before the given repetition of a failed post. */
  backoff(failures: number): number;
}

/** What a reload carries over. */
export interface SavedSession {
  readonly info: SessionInfo;
  readonly attach: number;
  readonly accepted: number;
  readonly acknowledged: number;
  /** Unacknowledged messages, as a batch. */
  readonly batch: string;
}

export type Session = ReturnType<typeof createSession>;

export function createSession(effects: SessionEffects, saved: SavedSession | undefined) {
  const outbox = new Outbox();
  let info = saved && saved.info;
  /** The number of the newest attach. */
  let newest = saved ? saved.attach : 1;
  /** What the newest attach runs over. */
  let transport: Transport | undefined;
  let attached = false;
  let connection: Connection | undefined;

  let position = 0;
  let accepted = saved ? saved.accepted : 0;
  let handled = accepted;

  /** Highest acknowledgement sent. */
  let told = 0;
  let untoldBytes = 0;
  let tellAt = NEVER;
  let telling = false;

  /** The number that the server expects of the next message on this WebSocket, 0 when we have not stated one. */
  let stated = 0;
  let posting = false;
  let postAt = 0;
  let postFailures = 0;
  /** Posts were answered 410: the session drains its last messages to us. */
  let muted = false;
  let closing: CloseReason | undefined;
  let closeSent = false;
  let over = false;

  if (saved) {
    outbox.acknowledged = outbox.sent = saved.acknowledged;
    recordParser((_, payload) => {
      outbox.append(payload, sizeOf(payload));
    })(saved.batch);
  }

  function finish(code: number, reason: string, clean: boolean, now: number): void {
    over = true;
    if (!LOST.test('' + code)) {
      effects.closed(code, reason, clean);
    } else if (closing) {
      // We were leaving anyway.
      effects.closed(closing.code, closing.reason, !outbox.messages.length);
    } else {
      effects.lost(code, reason, outbox.payloads(), now);
    }
  }

  /** The newest connection or a post was refused with this code. Returns whether that ends the session. */
  function refuse(code: number, reason: string, now: number): boolean {
    const fatal = LOST.test('' + code) || FATAL.test('' + code);
    if (fatal) {
      finish(code, reason, false, now);
    }
    return fatal;
  }

  /** The acknowledgement that rides along with whatever is sent now. */
  function acknowledgement(): number {
    told = handled;
    untoldBytes = 0;
    tellAt = NEVER;
    return handled;
  }

  function tell(now: number): void {
    if (transport === 'websocket') {
      write('a' + acknowledgement());
    } else if (telling) {
      // One at a time; the reply looks whether there is more to tell. These posts don't wait for the batches', which the
      // server may hold for long: acknowledgements must never stand behind messages.
      tellAt = now;
    } else {
      telling = true;
      effects.post('ack=' + acknowledgement(), '', (reply, later) => {
        telling = false;
        if (over) {
          return;
        }
        if (reply.status === 404) {
          refuse(4404, reply.data, later);
        } else if (reply.status === 200) {
          if (tellAt <= later) {
            tell(later);
          }
        } else {
          tellAt = later + ACKNOWLEDGE_AFTER;
        }
      });
    }
  }

  /** A message or a gap has been handled: acknowledge it now, or within a second, or with the next poll. */
  function note(size: number, now: number): void {
    const window = (info as SessionInfo).send;
    untoldBytes += size;
    if (transport !== 'polling') {
      if ((handled - told) * 2 >= window.messages || untoldBytes * 2 >= window.bytes) {
        tell(now);
      } else if (tellAt === NEVER) {
        tellAt = now + ACKNOWLEDGE_AFTER;
      }
    }
  }

  function write(frame: Payload): void {
    if (connection && connection.write) {
      connection.write(frame);
    }
  }

  function writeFrames(window: SessionInfo): void {
    let message;
    while ((message = outbox.peek(window.receive))) {
      outbox.advance(message);
      if (stated !== outbox.sent) {
        write('n' + outbox.sent);
      }
      stated = outbox.sent + 1;
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
  }

  function postBatch(limits: SessionInfo, now: number): void {
    if (posting || muted || now < postAt) {
      return;
    }
    // Whatever carried it before, a batch begins with the first message not acknowledged; the server skips what it has.
    const first = outbox.acknowledged + 1;
    const body = outbox.batch(limits.receive, limits.maxBatch);
    const last = outbox.drained() ? closing : undefined;
    if (body || last) {
      posting = true;
      effects.post(parameters(first, body, last), body, (reply, later) => {
        posting = false;
        if (!over) {
          posted(reply, first, last, later);
        }
      });
    }
  }

  function parameters(first: number, body: string, last: CloseReason | undefined): string {
    return (last ? 'close=' + last.code + '&' : '') + (body && 'seq=' + first + '&') + 'ack=' + acknowledgement();
  }

  function posted(reply: PostReply, first: number, last: CloseReason | undefined, now: number): void {
    const status = reply.status;
    if (last && (status === 200 || status === 410)) {
      finish(last.code, last.reason, true, now);
      return;
    }
    if (status === 200) {
      outbox.release(+reply.data);
    } else if (status === 410) {
      // The rest still comes to us, and then the close record with its code.
      muted = true;
      return;
    } else if (status > 399 && status < 414 && status !== 409 && status !== 408) {
      refuse(4000 + status, reply.data, now);
      return;
    }
    // A reply that brings nothing on, 409 included, is repeated after a while: a batch begins with what is not
    // acknowledged, and the server has accepted that far at least, so the next one can't be ahead.
    if (outbox.acknowledged < first) {
      postAt = now + Math.max(reply.retryAfter, effects.backoff(postFailures++));
    } else {
      postFailures = 0;
    }
    flush(now);
  }

  function flush(now: number): void {
    if (over || !info) {
      return;
    }
    if (!attached) {
      // Nothing is attached; a close needs no connection of its own.
      if (closing) {
        postBatch(info, now);
      }
    } else if (transport === 'websocket') {
      writeFrames(info);
    } else {
      postBatch(info, now);
    }
  }

  /** The newest connection's first record has come. */
  function prove(by: Connection | undefined, now: number): void {
    attached = true;
    connection = by;
    effects.attached(now);
    flush(now);
  }

  function accept(number: number, size: number, now: number, deliver: () => void): void {
    position = number;
    if (number > accepted) {
      accepted = number;
      deliver();
      handled = number;
      if (!over) {
        note(size, now);
      }
    }
  }

  return {
    /** The session's secret, empty before there is one. */
    token: (): string => (info ? info.session : ''),

    info: (): SessionInfo | undefined => info,

    /** Bytes that are not acknowledged. */
    bytes: (): number => outbox.bytes,

    /**
     * Starts a new attach: from now on every older connection is ignored. Returns its number and its acknowledgement,
     * to be sent as `attach` and `ack`.
     */
    attach(kind: Transport): { attach: number; ack: number } {
      transport = kind;
      // One poll follows another without anything being lost between them.
      attached = attached && kind === 'polling';
      stated = 0;
      closeSent = false;
      position = handled;
      return { attach: ++newest, ack: acknowledgement() };
    },

    /** A connection has ended, in order or not. */
    detach(number: number, clean: boolean, now: number): void {
      if (!over && number === newest) {
        attached = false;
        if (closing && closeSent && clean) {
          finish(closing.code, closing.reason, true, now);
        }
      }
    },

    /** Names what carries the opening connection, which has won its race. */
    open(kind: Transport): void {
      transport = kind;
    },

    /** Takes a record from a connection. `number` is the connection's attach number (1 for the opening one). */
    receive(number: number, type: RecordType, data: Payload, now: number, by: Connection | undefined): void {
      if (over || number !== newest) {
        return;
      }
      const text = data as string;
      if (type === 'm') {
        accept(position + 1, sizeOf(data), now, () => {
          effects.message(data);
        });
      } else if (type === 'a') {
        outbox.release(+text);
        flush(now);
      } else if (type === 'p') {
        if (attached && transport !== 'polling') {
          tell(now);
        }
      } else if (type === 'o') {
        prove(by, now);
      } else {
        // What remains has JSON for data.
        const value = JSON.parse(text) as SessionInfo & CloseReason & { from: number; to: number; after: number };
        const code = value.code;
        if (type === 's') {
          info = value;
          position = value.next - 1;
          outbox.rewind();
          outbox.release(value.ack);
          prove(by, now);
        } else if (type === 'g') {
          const from = Math.max(value.from, accepted + 1);
          accept(value.to, 0, now, () => {
            effects.gap(from, value.to);
          });
        } else if (type === 'r') {
          effects.leave(value.after, now);
        } else if (type === 'c') {
          // The server keeps what we have not acknowledged until it forgets the session: let it go.
          if (handled > told) {
            tell(now);
          }
          finish(code, value.reason, true, now);
        } else if (type === 'e' && !refuse(code, value.reason, now)) {
          effects.refused(code, value.reason, now);
        }
      }
    },

    /** A connection was refused or ended with this code. Returns whether that ends the session: an older one's can't. */
    refuse: (number: number, code: number, reason: string, now: number): boolean =>
      over || (number === newest && refuse(code, reason, now)),

    /**
     * Appends a message and sends what may be sent. An undefined payload keeps the place of one that is still being read;
     * the function that is returned brings it, or undefined if there is none after all.
     */
    send(payload: Payload | undefined, size: number, now: number): (payload: Payload | undefined, now: number) => void {
      const message = outbox.append(payload, size);
      flush(now);
      return (late, later) => {
        message.payload = late;
        if (late === undefined) {
          outbox.remove(message);
        }
        flush(later);
      };
    },

    /** Asks for the end: what was sent before goes first. */
    close(code: number, reason: string, now: number): void {
      closing = { code, reason };
      flush(now);
    },

    /** When `tick` is to be called next. */
    due: (): number => Math.min(attached && !telling ? tellAt : NEVER, postAt && !posting ? postAt : NEVER),

    /** Does what has become due. */
    tick(now: number): void {
      if (!over && attached && !telling && now >= tellAt) {
        tellAt = NEVER;
        tell(now);
      }
      if (postAt && now >= postAt && !posting) {
        postAt = 0;
        flush(now);
      }
    },

    /** What a reload needs, or undefined when there is nothing to go on with. */
    save: (): SavedSession | undefined =>
      info && !over
        ? {
            info,
            attach: newest,
            accepted: handled,
            acknowledged: outbox.acknowledged,
            batch: outbox.batch({ messages: NEVER, bytes: NEVER }, NEVER),
          }
        : undefined,

    /** The last post of a page that goes away: its parameters and its batch. Nobody will see the reply. */
    farewell(code: number, maxBytes: number): [query: string, body: string] {
      const body = outbox.batch((info as SessionInfo).receive, maxBytes);
      return [parameters(outbox.acknowledged + 1, body, { code, reason: '' }), body];
    },

    /** Ends it here, without a word to anyone. */
    abandon(): void {
      over = true;
    },
  };
}
