/**
 * The vocabulary of the wire: records, and what a `session` record says. Pure.
 *
 * A record is named by one character on every transport. WebSocket frames carry that character; the names of the
 * event-stream grammar begin with it, which is why the two encodings share one type.
 */
import type { Transport } from './api';

/** Octets. A plain array of numbers stands in on engines without typed arrays. */
export type Bytes = Uint8Array | number[];

/** What a message carries. */
export type Payload = string | Bytes;

/**
 * What a connection may deliver: `m`essage, `s`ession, `a`ck, `p`ing, `g`ap, `r`econnect, `c`lose, `e`rror.
 * `o` is not on the wire: it says that the reply to a poll has begun and is ours (polls have no `session` record).
 */
export type RecordType = 'm' | 's' | 'a' | 'p' | 'g' | 'r' | 'c' | 'e' | 'o';

/** A limit on what may be unacknowledged. */
export interface Window {
  readonly messages: number;
  /** Bytes of payload (UTF-8 for text), before any encoding. */
  readonly bytes: number;
}

/** The data of a `session` record. Members that we don't know are ignored. */
export interface SessionInfo {
  /** The capability that names the session in URLs; a secret. */
  readonly session: string;
  /** The public name of the session, for logs and people. */
  readonly id: string;
  /** What the server has handled of ours. */
  readonly ack: number;
  /** The number of the first message that follows on this connection. */
  readonly next: number;
  /** Milliseconds within which the server says something on WebSockets and streams. */
  readonly heartbeat: number;
  /** Milliseconds for which the server holds a poll at most. */
  readonly wait: number;
  /** The window that the server keeps for us. */
  readonly send: Window;
  /** What we may have unacknowledged at most. */
  readonly receive: Window;
  /** Bytes of payload of one message at most. */
  readonly maxMessage: number;
  /** Bytes of one posted batch at most, encoded. */
  readonly maxBatch: number;
  /** What the channel offers. */
  readonly transports?: readonly Transport[];
}

/** The data of `close` and `error` records. */
export interface CloseReason {
  readonly code: number;
  readonly reason: string;
}

/** How a connection, a request or a session ended. */
export interface Ending extends CloseReason {
  /** Whether both sides agreed on it. */
  wasClean?: boolean;
  /** What the server asked for, in milliseconds. */
  readonly retryAfter?: number;
}

/** Close codes that we use ourselves (RFC 6455, or 4000 + an HTTP status). */
export const Code = {
  NORMAL: 1000,
  GOING_AWAY: 1001,
  ABNORMAL: 1006,
  TRY_AGAIN: 1013,
  UNKNOWN_SESSION: 4404,
  SUPERSEDED: 4409,
  GONE: 4410,
} as const;

/** The session is unknown, timed out, with another tab, or was given up as too slow: a new one may be opened. */
export const isLost = (code: number): boolean => /^44(04|08|09|29)$/.test(code as never);

/** Malformed, not authenticated, forbidden, too big: trying again won't help. */
export const isFatal = (code: number): boolean => /^44(00|01|03|13)$/.test(code as never);

/** A connection that broke, or never came to be. */
export const broken = (): Ending => ({ code: Code.ABNORMAL, reason: '' });

/** A point in time that never comes. */
export const NEVER = Infinity;
