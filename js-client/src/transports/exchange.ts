/**
 * One HTTP exchange: an event stream, a long poll, or a post. The reply is an event stream whatever the request, and is
 * parsed as it comes: messages, an acknowledgement, the record that explains a refusal.
 */
import { eventParser, toRecords } from '../event-stream';
import { Code } from '../records';
import type { CloseReason } from '../records';
import { request } from './engine';
import type { Connection, Network, Sink } from './transport';

/** Starts an exchange; `stream` asks for an event stream and not for a poll, and `body` makes it a post. */
export function exchange(network: Network, url: string, stream: boolean, sink: Sink, body?: string): Connection {
  let status = 0;
  let retryAfter = 0;
  let reason = '';
  let over = false;
  const parse = eventParser(
    toRecords((type, data) => {
      if (status !== 200 && type === 'e') {
        reason = (JSON.parse(data as string) as CloseReason).reason;
      } else if (!over) {
        sink.record(type, data);
      }
    }),
  );
  // Neither this nor a text body, which is `text/plain` by itself, needs a preflight on another origin.
  const headers = { Accept: stream ? 'text/event-stream' : '*/*', ...network.headers };
  const abort = request(
    network,
    url,
    body,
    headers,
    (code, header) => {
      // Whoever stands between may answer in the server's place: only our own content type speaks for it.
      status = /^text\/event-stream/.test(header('Content-Type') as string) ? code : 0;
      // An HTTP date is possible as well, and not worth its parsing: our server sends seconds.
      retryAfter = +(header('Retry-After') as string) * 1000 || 0;
      if (status === 200 && !over && !stream && body === undefined) {
        sink.record('o', '');
      }
    },
    (text) => {
      if (status) {
        parse(text);
      }
    },
    (failed) => {
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
        sink.down({ code, reason, retryAfter });
      }
    },
  );
  return {
    close() {
      over = true;
      abort();
    },
  };
}
