/**
 * What the engines of the modern bundle have: fetch with streams (WHATWG Fetch, Streams and Encoding). The legacy bundle
 * has engine.legacy.ts instead.
 */
import type { Transport } from '../api';
import { exchange } from './exchange';
import type { Connection, Network, Sink } from './transport';

/** Whether the engine has what a transport needs. */
export function supports(network: Network, transport: Transport): unknown {
  return network.lookup(transport === 'websocket' ? 'WebSocket' : 'fetch');
}

export function openEventStream(network: Network, url: string, sink: Sink): Connection {
  return exchange(network, url, true, sink);
}

/**
 * Sends an HTTP request, a post if it has a body, and returns what aborts it. `begin` gets the headers of the reply,
 * `chunk` its text as it comes, and `end` is called at least once, at the first time with whether it failed.
 */
export function request(
  network: Network,
  url: string,
  body: string | undefined,
  headers: Readonly<Record<string, string>>,
  begin: (status: number, header: (name: string) => string | null) => void,
  chunk: (text: string) => void,
  end: (failed: boolean) => void,
): () => void {
  const lookup = network.lookup;
  const abort = new (lookup('AbortController') as new () => AbortController)();
  const fail = (): void => {
    end(true);
  };
  (lookup('fetch') as (url: string, init: object) => Promise<Response>)(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    body,
    credentials: network.credentials ? 'include' : 'same-origin',
    signal: abort.signal,
  })
    .then((response) => {
      const decoder = new TextDecoder();
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      // Each step begins a promise chain of its own: one chain for a stream that lives for days would never be freed.
      const read = (): void => {
        reader
          .read()
          .then((part) => {
            if (part.done) {
              end(false);
            } else {
              chunk(decoder.decode(part.value, { stream: true }));
              read();
            }
          })
          .then(undefined, fail);
      };
      begin(response.status, (name) => response.headers.get(name));
      read();
    })
    .then(undefined, fail);
  return () => {
    abort.abort();
  };
}
