/** An HTTP exchange by XMLHttpRequest, down to the engines that have no `onload` and throw when read too early. */
import type { Xhr } from '../environment';
import type { Progress, Request } from './http';
import type { Network } from './transport';
import { nothing } from './transport';

/** An engine keeps all the text of a stream: after so many characters it is cut, and the next one goes on. */
const LONGEST_STREAM = 1 << 20;

export function byXhr(network: Network, request: Request, headers: Record<string, string>, progress: Progress): () => void {
  const xhr = new (network.lookup('XMLHttpRequest') as new () => Xhr)();
  let begun = 0;
  let taken = 0;

  function stop(): void {
    xhr.onreadystatechange = nothing;
    xhr.abort();
  }

  xhr.open(request.body === undefined ? 'GET' : 'POST', request.url, true);
  if (network.credentials) {
    xhr.withCredentials = true;
  }
  for (const name in headers) {
    xhr.setRequestHeader(name, headers[name] as string);
  }
  xhr.onreadystatechange = () => {
    const state = xhr.readyState;
    let text = '';
    if (state > 2) {
      try {
        text = xhr.responseText;
        if (!begun++) {
          progress.begin(xhr.status, (name) => xhr.getResponseHeader(name));
        }
      } catch {
        // Old engines refuse to be read before the end, or after a failure.
      }
      const part = text.slice(taken);
      taken += part.length;
      if (part) {
        progress.chunk(part);
      }
      if (state > 3 || taken > LONGEST_STREAM) {
        stop();
        // Whoever loses the connection in mid-reply reports no status any more.
        progress.end(state > 3 && !xhr.status);
      }
    }
  };
  xhr.send(request.body || null);
  return stop;
}
