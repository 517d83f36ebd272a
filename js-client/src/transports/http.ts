/** One HTTP exchange, by fetch where it can be aborted, else by XMLHttpRequest; and what a reply means. */
import { recordParser } from '../event-stream';
import { Code } from '../records';
import type { CloseReason } from '../records';
import { byFetch } from './fetch';
import type { Network, Sink } from './transport';
import { byXhr } from './xhr';

/** The end of an exchange. */
export interface Reply {
  /** The HTTP status; 0 when none came, or when the reply isn't ours (a filter's page, a portal's). */
  readonly status: number;
  /** The body, as far as it was not handed over as it came. */
  readonly text: string;
  /** Milliseconds of `Retry-After`; 0 without. */
  readonly retryAfter: number;
}

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  /** Takes the body of a 200 as it comes; without it the body arrives whole, in the reply. */
  readonly chunk?: ((text: string) => void) | undefined;
  readonly done: (reply: Reply) => void;
}

/** Starts an exchange and returns what aborts it; after that `done` is not called. */
export function exchange(network: Network, request: Request): () => void {
  // A fetch that can't be aborted would hold one of the few connections to the host for as long as a poll lasts.
  return network.lookup('fetch') && (network.lookup('AbortController') || !network.lookup('XMLHttpRequest'))
    ? byFetch(network, request)
    : byXhr(network, request);
}

/** Builds the reply from what fetch and XMLHttpRequest tell alike. */
export function toReply(status: number, header: (name: string) => string | null, text: string): Reply {
  return {
    // Whoever stands between may answer in the server's place: only our own content type speaks for it.
    status: /^text\/event-stream/.test(header('Content-Type') || '') ? status : 0,
    text,
    // An HTTP date is possible as well, and not worth its parsing: our server sends seconds.
    retryAfter: (parseInt(header('Retry-After') || '', 10) || 0) * 1000,
  };
}

/** Headers of a request: the application's, and ours, which need no preflight. */
export function setHeaders(network: Network, request: Request, set: (name: string, value: string) => void): void {
  for (const name in network.headers) {
    set(name, network.headers[name] as string);
  }
  if (request.chunk) {
    set('Accept', 'text/event-stream');
  }
  if (request.method === 'POST') {
    set('Content-Type', 'text/plain;charset=UTF-8');
  }
}

/** Passes on what a refusal says. */
export function refuse(reply: Reply, sink: Sink): void {
  const status = reply.status;
  let reason = '';
  if (status) {
    recordParser((type, data) => {
      if (type === 'c') {
        sink.record(type, data);
      } else if (type === 'e') {
        reason = (JSON.parse(data as string) as CloseReason).reason;
      }
    })(reply.text);
  }
  const code =
    status === 429 || status === 503
      ? Code.TRY_AGAIN
      : status === 410
        ? Code.UNKNOWN_SESSION
        : status > 399 && status < 500
          ? 4000 + status
          : Code.ABNORMAL;
  sink.down(code, reason, false, reply.retryAfter);
}
