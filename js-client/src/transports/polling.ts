/** One long poll: a connection that ends with its reply. */
import { recordParser } from '../event-stream';
import { exchange, refuse } from './http';
import type { Connection, Network, Sink } from './transport';

/** `opening`: the POST that opens a session, whose reply begins with a `session` record. */
export function openPoll(network: Network, url: string, sink: Sink, opening: boolean): Connection {
  return {
    close: exchange(network, {
      method: opening ? 'POST' : 'GET',
      url,
      body: '',
      done(reply) {
        if (reply.status === 200) {
          if (!opening) {
            sink.record('o', '');
          }
          recordParser(sink.record)(reply.text);
          sink.down(0, '', true, 0);
        } else {
          refuse(reply, sink);
        }
      },
    }),
  };
}
