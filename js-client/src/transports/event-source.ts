/** An event stream read by the browser's EventSource, for engines that can't stream otherwise. */
import { toRecords } from '../event-stream';
import { filter } from '../lists';
import { broken } from '../records';
import type { Connection, Network, Sink } from './transport';

export function openEventSource(network: Network, url: string, sink: Sink): Connection {
  const source = new (network.lookup('EventSource') as new (url: string, init: object) => EventSource)(url, {
    withCredentials: network.credentials,
  });
  const take = toRecords(sink.record);
  filter('message text binary session ack ping gap reconnect close error'.split(' '), (type) => {
    source.addEventListener(type, (event) => {
      const data = event.data as string | undefined;
      if (data !== undefined) {
        take(type, data);
      } else {
        // Its own `error` event has no data. It would reconnect by itself, to a URL whose attach number has passed.
        source.close();
        sink.down(broken());
      }
    });
  });
  return {
    close() {
      source.close();
    },
  };
}
