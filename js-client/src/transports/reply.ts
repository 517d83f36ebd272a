/** An event stream or a long poll: a GET, or the POST that opens a session, whose reply brings records. */
import type { CloseReason } from '../records';
import { send } from './exchange';
import type { Connection, Network, Sink } from './transport';

/** `body` makes it the POST that opens a session for polling; `stream` asks for an event stream. */
export function openReply(
  network: Network,
  url: string,
  sink: Sink,
  stream: boolean,
  body: string | undefined,
): Connection {
  let reason = '';
  let refused = false;
  return {
    close: send(network, {
      url,
      body,
      stream,
      begin(status) {
        refused = status !== 200;
        if (!refused && !stream && body === undefined) {
          sink.record('o', '');
        }
      },
      record(type, data) {
        if (refused && type === 'e') {
          reason = (JSON.parse(data as string) as CloseReason).reason;
        } else {
          sink.record(type, data);
        }
      },
      end(code, retryAfter) {
        sink.down({ code, reason }, false, retryAfter);
      },
    }),
  };
}
