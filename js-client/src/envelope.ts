/**
 * The envelope of topics inside ordinary messages: what begins with U+0001. Pure. Nothing that comes in makes it throw,
 * and what it does not understand in full it does not understand at all.
 */
import type { Bytes, Payload } from './records';

/** Begins every envelope; two of them begin a direct message that begins with one. */
export const MARK = '\u0001';
/** The head of a topic's message. */
// eslint-disable-next-line no-control-regex -- they are what it is made of
const HEAD = /^.([1-9]\d{0,14}) ([^\x00-\x1f\x7f]+)\x02/;
/** Octets that are looked at in search of it. A number and a name fit in twice. */
const LONGEST = 512;

/** What the server says of a topic in JSON; each word has its own members. */
export interface Notice {
  readonly topic: string;
  readonly epoch: string;
  readonly next: number;
  readonly complete: boolean;
  readonly code: number;
  readonly reason: string;
}

/** A direct message has nothing but a start. What nobody understands has nothing at all. */
export interface Envelope {
  /** Where the content begins in the message. */
  readonly start?: number;
  readonly topic?: string;
  readonly number?: number;
  readonly word?: string;
  readonly notice?: Notice;
}

/** Reads a message; undefined if it is a direct one as it stands. */
export function readEnvelope(payload: Payload): Envelope | undefined {
  const text = typeof payload === 'string';
  let head = text ? payload : '';
  // One character for each octet; only what may be an envelope is worth it.
  for (let i = 0; payload[0] === 1 && i < payload.length && i < LONGEST; i++) {
    head += String.fromCharCode(payload[i] as number);
  }
  if (head.charCodeAt(0) !== 1) {
    return undefined;
  }
  if (head.charCodeAt(1) === 1) {
    return { start: 1 };
  }
  try {
    const parts = HEAD.exec(head) as unknown as [string, string, string] | null;
    return parts
      ? // Percents are read strictly: what is not UTF-8 throws.
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is everywhere, and a TextDecoder is not
        { start: parts[0].length, number: +parts[1], topic: text ? parts[2] : decodeURIComponent(escape(parts[2])) }
      : text
        ? readNotice(payload)
        : {};
  } catch {
    return {};
  }
}

function readNotice(text: string): Envelope {
  const space = text.indexOf(' ');
  const word = text.slice(1, space);
  const notice = JSON.parse(text.slice(space)) as Notice;
  const next = notice.next;
  return typeof notice.topic === 'string' &&
    (word === 'subscribed' ? notice.epoch && next > 0 && next % 1 === 0 : /^(refused|unsubscribed)$/.test(word))
    ? { word, notice }
    : {};
}

/** The octets of what an application gets for binary data: an `ArrayBuffer`, or an array where there are none. */
export function octetsOf(data: unknown): Bytes {
  return (data as ArrayBuffer).byteLength >= 0 ? new Uint8Array(data as ArrayBuffer) : (data as number[]);
}
