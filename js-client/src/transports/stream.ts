/** An event stream read by fetch or XMLHttpRequest. */
import { recordParser } from '../event-stream';
import { exchange, refuse } from './http';
import type { Connection, Network, Sink } from './transport';

export function openStream(network: Network, url: string, sink: Sink): Connection {
  return {
    close: exchange(network, {
      method: 'GET',
      url,
      body: '',
      chunk: recordParser(sink.record),
      done(reply) {
        if (reply.status === 200) {
          // The end of a stream without a `close` record only detaches.
          sink.down(0, '', true, 0);
        } else {
          refuse(reply, sink);
        }
      },
    }),
  };
}
