/** A connection under trial or in use, as the connector keeps it. */
import type { Transport } from './api';
import type { Connection } from './transports/transport';

export interface Attempt {
  readonly transport: Transport;
  /** The attach number of a direct attempt; 0 for others. */
  number: number;
  /** How long the server holds this poll; 0 for the first, which has to prove the path at once. */
  readonly hold: number;
  /** When it began; of a probe, when its first record came. */
  since: number;
  /** When it counts as dead. */
  deadAt: number;
  /** How many records it brought. */
  records: number;
  dropped: boolean;
  connection?: Connection;
}
