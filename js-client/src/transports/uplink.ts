/** The way up for streams and polls: one posted batch or acknowledgement. */
import { Code } from '../records';
import { exchange } from './exchange';
import type { Network } from './transport';

/** The server answers after 25 seconds at the latest; ten more, and the post counts as lost. In milliseconds. */
const LONGEST_POST = 35000;

/** Posts; `done` gets a close code or 0, and the number of the acknowledgement or the reason of a refusal. */
export function post(
  network: Network,
  url: string,
  body: string,
  done: (code: number, data: string, retryAfter: number) => void,
): void {
  const lookup = network.lookup;
  let acknowledged = '';
  const connection = exchange(network, url, body, false, {
    record(type, data) {
      if (type === 'a') {
        acknowledged = data as string;
      }
    },
    down(why, _, retryAfter) {
      (lookup('clearTimeout') as (timer: number) => void)(timer);
      done(why.code, acknowledged || why.reason, retryAfter);
    },
  });
  const timer = (lookup('setTimeout') as (callback: () => void, ms: number) => number)(() => {
    connection.close();
    done(Code.ABNORMAL, '', 0);
  }, LONGEST_POST);
}
