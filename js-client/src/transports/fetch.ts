/** An HTTP exchange by fetch (WHATWG Fetch, Streams and Encoding). */
import type { Progress, Request } from './http';
import type { Network } from './transport';

export function byFetch(network: Network, request: Request, headers: Record<string, string>, progress: Progress): () => void {
  const lookup = network.lookup;
  const Abort = lookup('AbortController');
  const abort = Abort && new Abort();
  const fail = (): void => {
    progress.end(1);
  };
  const body = request.body;
  (lookup('fetch') as (url: string, init: object) => Promise<Response>)(request.url, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    body,
    credentials: network.credentials ? 'include' : 'same-origin',
    signal: abort && abort.signal,
  })
    .then((response) => {
      const Decoder = lookup('TextDecoder');
      if (!progress.begin(response.status, (name) => response.headers.get(name))) {
        if (abort) {
          abort.abort();
        }
        fail();
      } else if (response.body && Decoder) {
        const decoder = new Decoder('utf-8', { ignoreBOM: true });
        const reader = response.body.getReader();
        // Each step begins a promise chain of its own: one chain for a stream that lives for days would never be freed.
        const read = (): void => {
          reader
            .read()
            .then((part) => {
              if (part.done) {
                progress.end();
              } else {
                progress.chunk(decoder.decode(part.value, { stream: true }));
                read();
              }
            })
            .then(undefined, fail);
        };
        read();
      } else {
        return response.text().then((text) => {
          progress.chunk(text);
          progress.end();
        });
      }
      return undefined;
    })
    .then(undefined, fail);

  return () => {
    if (abort) {
      abort.abort();
    }
  };
}
