/** What the transports have in common: how the connector opens one, and what it hears from it. */
import type { Lookup } from '../environment';
import type { TakeRecord } from '../event-stream';
import type { Ending, Payload } from '../records';

/** One physical connection, as the connector holds it. */
export interface Connection {
  /** Ends it. Nothing is heard of it afterwards, except that a WebSocket given a `code` still reports its end. */
  close(code?: number): void;
  /** Writes a frame; WebSockets only. */
  write?(frame: Payload): void;
}

/** What a connection tells. */
export interface Sink {
  record: TakeRecord;
  /** The connection has ended. The code is 0 for the end of a reply, after which the next connection follows at once. */
  down(why: Ending): void;
}

/** What a transport needs of the page. */
export interface Network {
  readonly lookup: Lookup;
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: boolean;
}

export const nothing = (): void => {
  // A handler that must be there and has nothing to do.
};
