/**
 * The log of messages on their way to the server. Pure.
 *
 * Invariants: `acknowledged <= sent <= end`; message number n is kept exactly while `acknowledged < n <= end`; bytes
 * are payload bytes. Sending appends, a connection reads from `sent`, losing one moves `sent` back to `acknowledged`,
 * an acknowledgement frees the head.
 */
import { toData } from './bytes';
import { encodeMessage } from './event-stream';
import { filter } from './lists';
import type { Payload, Window } from './records';

/** A kept message. */
export interface Message {
  /** Undefined while its Blob is being read; whatever comes after it waits. */
  payload: Payload | undefined;
  /** Bytes of payload. */
  readonly size: number;
  /** Its event, encoded once, when a batch first needs it. */
  encoded?: string;
}

export class Outbox {
  /** Highest number that the server has handled. */
  acknowledged = 0;
  /** Highest number given to the newest connection. */
  sent = 0;
  /** Bytes kept. */
  bytes = 0;
  /** Kept messages, oldest first; the first one's number is `acknowledged + 1`. */
  messages: Message[] = [];
  private sentBytes = 0;

  append(payload: Payload | undefined, size: number): Message {
    const message = { payload, size };
    this.messages.push(message);
    this.bytes += size;
    return message;
  }

  /** Takes back a message that can't be read after all; it was not sent. */
  remove(message: Message): void {
    this.messages = filter(this.messages, (other) => other !== message);
    this.bytes -= message.size;
  }

  /** Frees everything up to `number`; what was never sent can't be acknowledged, and older news is no news. */
  release(number: number): void {
    while (this.acknowledged < number && this.messages.length) {
      const size = (this.messages.shift() as Message).size;
      this.bytes -= size;
      if (this.acknowledged++ < this.sent) {
        this.sentBytes -= size;
      } else {
        // A late reply on another path has overtaken this connection.
        this.sent = this.acknowledged;
      }
    }
  }

  /** Everything unacknowledged is to be sent again. */
  rewind(): void {
    this.sent = this.acknowledged;
    this.sentBytes = 0;
  }

  /** The next message to send, if there is one and the window lets it through. One alone always passes. */
  peek(window: Window): Message | undefined {
    const ahead = this.sent - this.acknowledged;
    const message = this.messages[ahead];
    return message &&
      message.payload !== undefined &&
      (!ahead || (ahead < window.messages && this.sentBytes + message.size <= window.bytes))
      ? message
      : undefined;
  }

  /** Moves past what `peek` returned. */
  advance(message: Message): void {
    this.sent++;
    this.sentBytes += message.size;
  }

  /** A batch of what is kept, from the oldest on, as far as the window lets it and `maxBytes` of encoding suffice. */
  batch(window: Window, maxBytes: number): string {
    let body = '';
    let size = 0;
    let message;
    this.rewind();
    while ((message = this.peek(window))) {
      const payload = message.payload as Payload;
      const text = message.encoded || (message.encoded = encodeMessage(payload));
      // What the grammar adds to a text is ASCII, so that its bytes need no second count.
      size += typeof payload === 'string' ? text.length - payload.length + message.size : text.length;
      if (body && size > maxBytes) {
        break;
      }
      body += text;
      this.advance(message);
    }
    return body;
  }

  /** What is kept, oldest first, as the application gave it. */
  contents(): unknown[] {
    const list: unknown[] = [];
    filter(this.messages, (message) => message.payload !== undefined && list.push(toData(message.payload)));
    return list;
  }

  /** Whether every kept message has been given to the newest connection. */
  drained(): boolean {
    return this.sent - this.acknowledged === this.messages.length;
  }
}
