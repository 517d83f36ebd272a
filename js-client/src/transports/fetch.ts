/** An HTTP exchange by fetch (WHATWG Fetch, Streams and Encoding). */
import type { Request } from './http';
import { setHeaders, toReply } from './http';
import type { Network } from './transport';

export function byFetch(network: Network, request: Request): () => void {
  const lookup = network.lookup;
  const Abort = lookup('AbortController');
  const abort = Abort && new Abort();
  const headers: Record<string, string> = {};
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  let over = false;

  function finish(status: number, header: (name: string) => string | null, text: string): void {
    if (!over) {
      over = true;
      request.done(toReply(status, header, text));
    }
  }
  const fail = (): void => {
    finish(0, () => null, '');
  };

  setHeaders(network, request, (name, value) => {
    headers[name] = value;
  });
  (lookup('fetch') as (url: string, init: object) => Promise<Response>)(request.url, {
    method: request.method,
    headers,
    // An empty body is none: GET may not have one.
    body: request.body || undefined,
    credentials: network.credentials ? 'include' : 'same-origin',
    signal: abort && abort.signal,
  })
    .then((response) => {
      const header = (name: string): string | null => response.headers.get(name);
      const status = response.status;
      const chunk = request.chunk;
      if (!chunk || !toReply(status, header, '').status || status !== 200) {
        return response.text().then((text) => {
          finish(status, header, text);
        });
      }
      const decoder = new (lookup('TextDecoder') as new (label: string, options: object) => TextDecoder)('utf-8', { ignoreBOM: true });
      const source = (response.body as ReadableStream<Uint8Array>).getReader();
      reader = source;
      // Each step begins a promise chain of its own: one chain for a stream that lives for days would never be freed.
      const read = (): void => {
        source
          .read()
          .then((part) => {
            if (part.done) {
              finish(status, header, '');
            } else if (!over) {
              chunk(decoder.decode(part.value, { stream: true }));
              read();
            }
          })
          .then(undefined, fail);
      };
      read();
      return undefined;
    })
    .then(undefined, fail);

  return () => {
    over = true;
    if (abort) {
      abort.abort();
    } else if (reader) {
      void reader.cancel();
    }
  };
}
