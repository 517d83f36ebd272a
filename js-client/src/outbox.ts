/**
 * The log of messages on their way to the server. Pure.
 *
 * Invariants: `acknowledged <= sent <= end`; message number n is kept exactly while `acknowledged < n <= end`. Sending
 * appends, a connection reads on from `sent`, losing one moves `sent` back to `acknowledged`, an acknowledgement frees
 * the head.
 */
import { sizeOf, toData } from './bytes';
import { encodeMessage } from './event-stream';
import { filter } from './lists';
import type { Payload, Window } from './records';

/** A kept message. */
export interface Message {
  /** Undefined while its Blob is being read; whatever comes after it waits. */
  payload: Payload | undefined;
  /** Bytes of payload. */
  readonly size: number;
}

export type Outbox = ReturnType<typeof createOutbox>;

/** An outbox whose first message will have the number `acknowledged + 1`. */
export function createOutbox(acknowledged: number) {
  let sent = acknowledged;
  let bytes = 0;
  let sentBytes = 0;
  /** Kept messages, oldest first. */
  let messages: Message[] = [];

  /** Everything unacknowledged is to be sent again. */
  const rewind = (): void => {
    sent = acknowledged;
    sentBytes = 0;
  };

  /** The next message to send, if there is one and the window lets it through. One alone always passes. */
  const next = (window: Window): Message | undefined => {
    const ahead = sent - acknowledged;
    const message = messages[ahead];
    if (
      message &&
      message.payload !== undefined &&
      (!ahead || (ahead < window.messages && sentBytes + message.size <= window.bytes))
    ) {
      sent++;
      sentBytes += message.size;
      return message;
    }
    return undefined;
  };

  return {
    rewind,
    next,

    /** Highest number that the server has handled. */
    acknowledged: (): number => acknowledged,

    /** Highest number given to the newest connection. */
    sent: (): number => sent,

    /** Bytes of payload that are kept. */
    bytes: (): number => bytes,

    /** Whether every kept message has been given to the newest connection. */
    drained: (): boolean => sent - acknowledged === messages.length,

    append(payload: Payload | undefined, size: number): Message {
      const message = { payload, size };
      messages.push(message);
      bytes += size;
      return message;
    },

    /** Takes back a message that can't be read after all; it was not sent. */
    remove(message: Message): void {
      messages = filter(messages, (other) => other !== message);
      bytes -= message.size;
    },

    /** Frees everything up to `number`; what was never sent can't be acknowledged, and older news is no news. */
    release(number: number): void {
      while (acknowledged < number && messages.length) {
        const size = (messages.shift() as Message).size;
        bytes -= size;
        if (acknowledged++ < sent) {
          sentBytes -= size;
        } else {
          // A late reply on another path has overtaken this connection.
          sent = acknowledged;
        }
      }
    },

    /** A batch of what is kept, from the oldest on, as far as the window lets it and `maxBytes` of encoding suffice. */
    batch(window: Window, maxBytes: number): string {
      let body = '';
      let size = 0;
      let message;
      rewind();
      while ((message = next(window))) {
        const text = encodeMessage(message.payload as Payload);
        size += sizeOf(text);
        if (body && size > maxBytes) {
          sent--;
          break;
        }
        body += text;
      }
      return body;
    },

    /** What is kept, oldest first, as the application gave it. */
    contents(): unknown[] {
      const list: unknown[] = [];
      filter(messages, (message) => message.payload !== undefined && list.push(toData(message.payload)));
      return list;
    },
  };
}
