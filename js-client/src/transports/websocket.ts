/** A WebSocket (RFC 6455, W3C API) with the framing of the protocol. */
import type { RecordType } from '../records';
import type { Connection, Network, Sink } from './transport';
import { nothing } from './transport';

export function openWebSocket(network: Network, url: string, sink: Sink): Connection {
  const socket = new (network.lookup('WebSocket') as new (url: string, protocols: string) => WebSocket)(
    url,
    'bowline.v1',
  );
  socket.binaryType = 'arraybuffer';
  socket.onmessage = (event) => {
    const data = event.data as string | ArrayBuffer;
    if (typeof data === 'string') {
      sink.record(data[0] as RecordType, data.slice(1));
    } else {
      sink.record('m', new Uint8Array(data));
    }
  };
  // `close` always follows an error and says more; but an error that nobody listens to ends some processes.
  socket.onerror = nothing;
  socket.onclose = sink.down;
  return {
    write(frame) {
      // The socket of a network that has gone takes it silently; the outbox still has it.
      socket.send(frame as string);
    },
    close(code) {
      if (code) {
        socket.close(code);
      } else {
        socket.onmessage = socket.onclose = null;
        // Not with an undefined code: engines of 2013 take that for 0, and throw.
        socket.close();
      }
    },
  };
}
