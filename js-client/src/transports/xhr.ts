/** An HTTP exchange by XMLHttpRequest, down to the engines that have no `onload` and throw when read too early. */
import type { Xhr } from '../environment';
import type { Exchange } from './exchange';
import type { Network } from './transport';
import { nothing } from './transport';

/** An engine keeps all the text of a stream: after so many characters it is cut, and the next one goes on. */
const LONGEST_STREAM = 1 << 20;

export function exchangeByXhr(network: Network, request: Exchange): () => void {
  const xhr = new (network.lookup('XMLHttpRequest') as new () => Xhr)();
  const body = request.body;
  let begun = false;
  let taken = 0;

  const stop = (): void => {
    xhr.onreadystatechange = nothing;
    xhr.abort();
  };

  xhr.open(body === undefined ? 'GET' : 'POST', request.url, true);
  if (network.credentials) {
    xhr.withCredentials = true;
  }
  for (const name in request.headers) {
    xhr.setRequestHeader(name, request.headers[name] as string);
  }
  xhr.onreadystatechange = () => {
    const whole = xhr.readyState > 3;
    let status = 0;
    if (xhr.readyState > 2) {
      try {
        status = xhr.status;
        const part = xhr.responseText.slice(taken);
        taken += part.length;
        if (!begun) {
          begun = true;
          request.begin(status, (name) => xhr.getResponseHeader(name));
        }
        request.chunk(part);
      } catch {
        // Old engines refuse to be read before the end, or after a failure.
      }
      if (whole || taken > LONGEST_STREAM) {
        stop();
        // What broke off in mid-reply has no status any more.
        request.end(whole && !status);
      }
    }
  };
  xhr.send(body || null);
  return stop;
}
