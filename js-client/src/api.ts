/** What an application sees besides the class itself: options, events, and the environment it may supply. */

/** The kinds of connection that can carry a session. */
export type Transport = 'websocket' | 'sse' | 'polling';

/** What a page's globals are to this client; an application may bring its own (Node, tests). */
export interface Environment {
  /** A W3C `WebSocket` constructor, for example the one of the `ws` package. */
  WebSocket?: unknown;
  /** A WHATWG `EventSource` constructor. */
  EventSource?: unknown;
  /** A WHATWG `fetch`. */
  fetch?: unknown;
  /** An `XMLHttpRequest` constructor. */
  XMLHttpRequest?: unknown;
  setTimeout?: unknown;
  clearTimeout?: unknown;
  /** Milliseconds since any fixed point; it should count while the machine sleeps. Default: `Date`. */
  now?: () => number;
  /** Uniform in [0, 1). Default: `Math.random`. */
  random?: () => number;
  /** A Web Storage that remembers which transport worked. */
  localStorage?: unknown;
  /** A Web Storage that carries a session over a page reload. */
  sessionStorage?: unknown;
  /** Listens for page events (`online`, `pagehide`, …). */
  addEventListener?: unknown;
  removeEventListener?: unknown;
  navigator?: unknown;
  /** `{ href }`, against which a relative URL is resolved. */
  location?: unknown;
}

/** Options of a channel; all are optional. Times are milliseconds, sizes bytes. */
export interface BowlineOptions {
  /**
   * The transports that may be used, best first.
   * @default ['websocket', 'sse', 'polling']
   */
  transports?: readonly Transport[];
  /**
   * How long a transport may stay mute before the next one starts beside it. Once a connection has been made, twice
   * the time that it took counts if that is longer.
   * @default 500
   */
  headStart?: number;
  /**
   * How long a new connection may take to bring its first record; doubled after a failure, up to four times.
   * @default 5000
   */
  connectTimeout?: number;
  /**
   * The first interval between attempts to connect. Each waits a uniformly random part ("full jitter") of it; from the
   * fifth on, which is attempt 4, of `min(maxBackoff, backoff * 2^(n-3))`.
   * @default 500
   */
  backoff?: number;
  /**
   * The longest interval between attempts to connect.
   * @default 30000
   */
  maxBackoff?: number;
  /**
   * When a better transport is probed after a fallback; the last interval repeats. Empty: never.
   * @default [5000, 30000, 300000]
   */
  probes?: readonly number[];
  /**
   * How long a transport that opened twice without carrying anything is left alone, and how long the transport that
   * worked is remembered (in `localStorage`).
   * @default 600000
   */
  remember?: number;
  /**
   * How long `close()` waits for the server at most.
   * @default 10000
   */
  closeTimeout?: number;
  /**
   * Whether a cross-origin channel gets cookies (`credentials: 'include'`). Without it they go to the page's own origin
   * only, except on WebSockets, where browsers always send them.
   * @default false
   */
  credentials?: boolean;
  /**
   * Extra request headers. Only fetch and XMLHttpRequest can carry them: WebSocket and EventSource can't, so with
   * headers no EventSource is used, and a server that needs them on every request should not offer WebSocket. They cost
   * a preflight on other origins.
   * @default {}
   */
  headers?: Readonly<Record<string, string>>;
  /**
   * Bytes of payload that may wait or be unacknowledged in this client.
   * @default 16777216
   */
  maxBuffer?: number;
  /**
   * What `send` does with a message that does not fit into `maxBuffer`: `error` throws a `QuotaExceededError`, `drop`
   * discards that message.
   * @default 'error'
   */
  overflow?: 'error' | 'drop';
  /**
   * Whether a reload of the page goes on with the session: its token and what is unacknowledged stay in `sessionStorage`
   * from `pagehide` to the next load. Without it, leaving the page closes the session with 1001.
   * @default false
   */
  reload?: boolean;
  /** Replacements for globals. */
  environment?: Environment;
}

/** The events of a channel. The first four are a WebSocket's. */
export interface BowlineEventMap {
  /** The channel is open. It is not repeated when a lost connection is replaced. */
  open: BowlineEvent;
  message: BowlineMessageEvent;
  /** Something failed for good; `close` follows. */
  error: BowlineEvent;
  close: BowlineCloseEvent;
  /** Another transport carries the session. */
  transport: BowlineTransportEvent;
  /** The connection is lost; a new one is on its way. The channel stays open. */
  detached: BowlineDetachedEvent;
  /** The session goes on after `detached`, with nothing lost or repeated. */
  resumed: BowlineTransportEvent;
  /** The server dropped messages by a policy that its application chose. */
  gap: BowlineGapEvent;
  /** The session was lost, and a new one is being opened. */
  reset: BowlineResetEvent;
}

export interface BowlineEvent {
  readonly type: string;
  /** The channel. */
  readonly target: unknown;
}

export interface BowlineMessageEvent extends BowlineEvent {
  /** Text, or binary as `binaryType` says; an array of octets on engines without typed arrays. */
  readonly data: unknown;
}

export interface BowlineCloseEvent extends BowlineEvent {
  readonly code: number;
  readonly reason: string;
  /** Whether both sides agreed on the end. */
  readonly wasClean: boolean;
}

export interface BowlineTransportEvent extends BowlineEvent {
  readonly transport: Transport;
  /** What carried the session before; empty at first. */
  readonly previous: Transport | '';
}

export interface BowlineDetachedEvent extends BowlineEvent {
  readonly code: number;
  readonly reason: string;
}

export interface BowlineGapEvent extends BowlineEvent {
  /** Number of the first dropped message; messages are counted from 1 in each session. */
  readonly from: number;
  /** Number of the last one. */
  readonly to: number;
}

export interface BowlineResetEvent extends BowlineEvent {
  readonly code: number;
  readonly reason: string;
  /** What the server has not acknowledged, oldest first: text or `ArrayBuffer`. It may or may not have arrived. */
  readonly messages: readonly unknown[];
}
