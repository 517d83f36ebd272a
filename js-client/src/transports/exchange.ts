/**
 * One HTTP exchange, whatever makes it. The reply is an event stream whatever the request, and is parsed as it comes:
 * events, the reply to a poll, the acknowledgement of a post, the record that explains a refusal.
 */
import { recordParser } from '../event-stream';
import type { TakeRecord } from '../event-stream';
import { Code } from '../records';
import { exchange } from './engine';
import type { Network } from './transport';

/** What the engine is to send, and where it reports. */
export interface Exchange {
  readonly url: string;
  /** Posts if it is there, even if it is empty. */
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The headers of the reply are there. */
  begin(status: number, header: (name: string) => string | null): void;
  /** Text of the reply. */
  chunk(text: string): void;
  /** The end, good or bad; only the first counts. */
  end(failed?: unknown): void;
}

export interface Request {
  readonly url: string;
  readonly body: string | undefined;
  /** Asks for an event stream and not for a poll. */
  readonly stream?: boolean;
  /** The reply has begun; `status` is 0 if it isn't ours. */
  begin?(status: number): void;
  record: TakeRecord;
  /** The reply has ended, well (0) or with a close code of the protocol. `retryAfter` in milliseconds. */
  end(code: number, retryAfter: number): void;
}

/** Starts an exchange and returns what aborts it; after that nothing is heard of it. */
export function send(network: Network, request: Request): () => void {
  let status = 0;
  let retryAfter = 0;
  let over = false;
  // Neither these nor a text body need a preflight on another origin.
  const headers: Record<string, string> = {
    Accept: request.stream ? 'text/event-stream' : '*/*',
    'Content-Type': 'text/plain;charset=UTF-8',
  };
  for (const name in network.headers) {
    headers[name] = network.headers[name] as string;
  }
  const parse = recordParser((type, data) => {
    if (!over) {
      request.record(type, data);
    }
  });
  const abort = exchange(network, {
    url: request.url,
    body: request.body,
    headers,
    begin(code, header) {
      // Whoever stands between may answer in the server's place: only our own content type speaks for it.
      status = /^text\/event-stream/.test(header('Content-Type') || '') ? code : 0;
      // An HTTP date is possible as well, and not worth its parsing: our server sends seconds.
      retryAfter = parseInt(header('Retry-After') || '', 10) * 1000 || 0;
      if (request.begin && !over) {
        request.begin(status);
      }
    },
    chunk(text) {
      if (status) {
        parse(text);
      }
    },
    end(failed) {
      if (!over) {
        over = true;
        request.end(
          failed || status < 200 || status > 499
            ? status === 503
              ? Code.TRY_AGAIN
              : Code.ABNORMAL
            : status === 200
              ? 0
              : status === 429
                ? Code.TRY_AGAIN
                : 4000 + status,
          retryAfter,
        );
      }
    },
  });
  return () => {
    over = true;
    abort();
  };
}
