/** Ports of the pure halves: what session and connector ask of the shell and of each other. Types only. */
import type { Transport } from './api';
import type { Ending, Payload, SessionInfo } from './records';
import type { Connection, Sink } from './transports/transport';

/** Takes what a post came to: code 0 for success, and the number of the `ack` record if there was one. */
export type PostDone = (why: Ending, acknowledged: number, now: number) => void;

/** What the session asks of the shell. */
export interface SessionEffects {
  /** Posts to the session's URL; `done` is called once, and never before `post` has returned. */
  post(query: string, body: string, done: PostDone): void;
  /** Hands a message to the application. */
  message(payload: Payload): void;
  /** Tells the application that messages `from` to `to` were dropped by an overflow policy. */
  gap(from: number, to: number): void;
  /** The session is lost with this data unacknowledged, but a new one may be opened. */
  lost(why: Ending, messages: unknown[], now: number): void;
  /** The session is over. */
  closed(why: Ending): void;
  /** Milliseconds to wait before the given repetition of a failed post. */
  backoff(failures: number): number;
}

/** What the session tells the connector. */
export interface Carrier {
  /** The newest connection has proved itself: its first record came. */
  attached(now: number): void;
  /** The server wants us to leave this connection and attach again after so many milliseconds. */
  leave(after: number, now: number): void;
  /** The newest connection failed; the session lives. */
  fail(why: Ending, now: number): void;
}

/** The connection that a record comes from. */
export interface Source {
  readonly transport: Transport;
  /** Its attach number; 1 for the opening one. */
  readonly number: number;
  readonly connection?: Connection | undefined;
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

export interface ConnectorOptions {
  readonly transports: readonly Transport[];
  readonly headStart: number;
  readonly connectTimeout: number;
  readonly probes: readonly number[];
  readonly remember: number;
}

export interface ConnectorEffects {
  /** Whether this engine has the transport. */
  supports(transport: Transport): unknown;
  /** Opens a connection; `token` is empty for an opening, `query` has the parameters. May throw. */
  open(transport: Transport, token: string, query: string, sink: Sink): Connection;
  /** The transport that worked the last time, if that is not too long ago. */
  remembered(): string | undefined;
  /** Runs an event of a connection, with the time. */
  run(event: (now: number) => void): void;
  /** Milliseconds to wait before the given repetition. */
  backoff(failures: number): number;
  /** A connection carries the session, which `previous` carried before; `resumed`: it was detached meanwhile. */
  attached(transport: Transport, previous: Transport | '', resumed: boolean): void;
  /** The session has lost its connection. */
  detached(why: Ending): void;
  /** The channel can't be opened, and trying again won't help. */
  closed(why: Ending): void;
}
