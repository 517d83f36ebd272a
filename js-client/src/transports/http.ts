/**
 * One HTTP exchange. Whatever the request, the reply is an event stream, and is parsed as it comes: events, the reply to
 * a poll, the acknowledgement of a post, the record that explains a refusal.
 */
import { recordParser } from '../event-stream';
import type { TakeRecord } from '../event-stream';
import { byFetch } from './fetch';
import type { Network } from './transport';
import { byXhr } from './xhr';

export interface Request {
  /** Posts if it is there, even if it is empty. */
  readonly body?: string | undefined;
  readonly url: string;
  /** Asks for an event stream and not for a poll. */
  readonly stream?: boolean;
  /** The reply has begun; `status` is 0 if it isn't ours. */
  begin?(status: number): void;
  record: TakeRecord;
  /** The reply has ended; `status` is 0 if there was none, or it isn't ours. `retryAfter` in milliseconds. */
  end(status: number, retryAfter: number): void;
}

/** What fetch and XMLHttpRequest report alike. */
export interface Progress {
  /** The headers are there. Returns whether the body is worth reading. */
  begin(status: number, header: (name: string) => string | null): boolean;
  /** Text of the body. */
  chunk(text: string): void;
  /** The end, good or bad; only the first counts. */
  end(failed?: unknown): void;
}

/** Starts an exchange and returns what aborts it; after that nothing is heard of it. */
export function exchange(network: Network, request: Request): () => void {
  const lookup = network.lookup;
  let status = 0;
  let retryAfter = 0;
  let over = false;

  const progress: Progress = {
    begin(code, header) {
      if (!over) {
        // Whoever stands between may answer in the server's place: only our own content type speaks for it.
        status = /^text\/event-stream/.test(header('Content-Type') || '') ? code : 0;
        // An HTTP date is possible as well, and not worth its parsing: our server sends seconds.
        retryAfter = (parseInt(header('Retry-After') || '', 10) || 0) * 1000;
        if (request.begin) {
          request.begin(status);
        }
      }
      return !!status && !over;
    },
    chunk: recordParser((type, data) => {
      if (!over) {
        request.record(type, data);
      }
    }),
    end(failed) {
      if (!over) {
        over = true;
        request.end(failed ? 0 : status, retryAfter);
      }
    },
  };

  const headers: Record<string, string> = {};
  for (const name in network.headers) {
    headers[name] = network.headers[name] as string;
  }
  // Neither these nor a text body need a preflight.
  headers['Accept'] = request.stream ? 'text/event-stream' : '*/*';
  if (request.body !== undefined) {
    headers['Content-Type'] = 'text/plain;charset=UTF-8';
  }
  const byFetch_ =
    // A fetch that can't be aborted would hold one of the few connections to the host for as long as a poll lasts.
    lookup('fetch') && (lookup('AbortController') || !lookup('XMLHttpRequest'));
  const abort = (byFetch_ ? byFetch : byXhr)(network, request, headers, progress);
  return () => {
    over = true;
    abort();
  };
}
