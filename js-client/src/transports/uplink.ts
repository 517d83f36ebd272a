/** The way up for streams and polls: one posted batch or acknowledgement. */
import { Code } from '../records';
import type { CloseReason } from '../records';

import { send } from './exchange';
import type { Network } from './transport';

/** The server answers after 25 seconds at the latest; ten more, and the post counts as lost. In milliseconds. */
const LONGEST_POST = 35000;

export function post(
  network: Network,
  url: string,
  body: string,
  done: (code: number, data: string, retryAfter: number) => void,
): void {
  const lookup = network.lookup;
  let data = '';
  const end = (code: number, retryAfter: number): void => {
    (lookup('clearTimeout') as (timer: number) => void)(timer);
    done(code, data, retryAfter);
  };
  const abort = send(network, {
    url,
    body,
    record(type, value) {
      data = type === 'a' ? (value as string) : (JSON.parse(value as string) as CloseReason).reason;
    },
    end,
  });
  const timer = (lookup('setTimeout') as (callback: () => void, ms: number) => number)(() => {
    abort();
    end(Code.ABNORMAL, 0);
  }, LONGEST_POST);
}
