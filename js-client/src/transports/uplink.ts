/** The way up for streams and polls: one posted batch or acknowledgement. */
import { broken } from '../records';
import type { Ending } from '../records';
import { exchange } from './exchange';
import type { Network } from './transport';

/**
 * The server answers after 25 seconds at the latest; ten more, and the post counts as lost. A line may be so slow that it
 * carries a byte in a millisecond; were that not granted, what is too long for it would be repeated for ever.
 */
const LONGEST_POST = 35000;

/** Posts; `done` gets the number of the acknowledgement if there was one, and how it ended (0 for well). */
export function post(
  network: Network,
  url: string,
  body: string,
  done: (why: Ending, acknowledged: number) => void,
): void {
  const lookup = network.lookup;
  let acknowledged = 0;
  const connection = exchange(
    network,
    url,
    false,
    {
      record(type, data) {
        if (type === 'a') {
          acknowledged = +data;
        }
      },
      down(why) {
        (lookup('clearTimeout') as (timer: number) => void)(timer);
        done(why, acknowledged);
      },
    },
    body,
  );
  const timer = (lookup('setTimeout') as (callback: () => void, ms: number) => number)(() => {
    connection.close();
    done(broken(), 0);
  }, LONGEST_POST + body.length);
}
