/**
 * One HTTP exchange: an event stream, a long poll, or a post. The reply is an event stream whatever the request, and is
 * parsed as it comes: messages, an acknowledgement, the record that explains a refusal.
 */
import { recordParser } from '../event-stream';
import { Code } from '../records';
import type { CloseReason } from '../records';
import { request } from './engine';
import type { Connection, Network, Sink } from './transport';

/** What the engine is to send, and where it reports. */
export interface Request {
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

/** Starts an exchange; `body` makes it a post, `stream` asks for an event stream and not for a poll. */
export function exchange(
  network: Network,
  url: string,
  body: string | undefined,
  stream: boolean,
  sink: Sink,
): Connection {
  let status = 0;
  let retryAfter = 0;
  let reason = '';
  let over = false;
  const parse = recordParser((type, data) => {
    if (status !== 200 && type === 'e') {
      reason = (JSON.parse(data as string) as CloseReason).reason;
    } else if (!over) {
      sink.record(type, data);
    }
  });
  // Neither these nor a text body need a preflight on another origin.
  const headers: Record<string, string> = {
    Accept: stream ? 'text/event-stream' : '*/*',
    'Content-Type': 'text/plain;charset=UTF-8',
  };
  for (const name in network.headers) {
    headers[name] = network.headers[name] as string;
  }
  const abort = request(network, {
    url,
    body,
    headers,
    begin(code, header) {
      // Whoever stands between may answer in the server's place: only our own content type speaks for it.
      status = /^text\/event-stream/.test(header('Content-Type') || '') ? code : 0;
      // An HTTP date is possible as well, and not worth its parsing: our server sends seconds.
      retryAfter = parseInt(header('Retry-After') || '', 10) * 1000 || 0;
      if (status === 200 && !over && !stream && body === undefined) {
        sink.record('o', '');
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
        const code =
          failed || !status
            ? Code.ABNORMAL
            : status === 200
              ? 0
              : status === 429 || status > 499
                ? Code.TRY_AGAIN
                : 4000 + status;
        sink.down({ code, reason }, false, retryAfter);
      }
    },
  });
  return {
    close() {
      over = true;
      abort();
    },
  };
}
