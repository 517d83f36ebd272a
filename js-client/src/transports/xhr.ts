/** An HTTP exchange by XMLHttpRequest, down to the engines that have no `onload` and throw when read too early. */
import type { Xhr } from '../environment';
import type { Request } from './http';
import { setHeaders, toReply } from './http';
import type { Network } from './transport';
import { nothing } from './transport';

/** An engine keeps all the text of a stream: after so many characters it is cut, and the next one goes on. */
const LONGEST_STREAM = 1 << 20;

export function byXhr(network: Network, request: Request): () => void {
  const xhr = new (network.lookup('XMLHttpRequest') as new () => Xhr)();
  const chunk = request.chunk;
  let taken = 0;

  function stop(): void {
    xhr.onreadystatechange = nothing;
    xhr.abort();
  }

  xhr.open(request.method, request.url, true);
  if (network.credentials) {
    xhr.withCredentials = true;
  }
  setHeaders(network, request, (name, value) => {
    xhr.setRequestHeader(name, value);
  });
  xhr.onreadystatechange = () => {
    const whole = xhr.readyState === 4;
    if (!whole && !(chunk && xhr.readyState === 3)) {
      return;
    }
    let reply;
    try {
      reply = toReply(xhr.status, (name) => xhr.getResponseHeader(name), xhr.responseText);
    } catch {
      // Old engines refuse to be read before the end, or after a failure.
      reply = toReply(0, () => null, '');
    }
    if (chunk && reply.status === 200) {
      const text = reply.text.slice(taken);
      taken = reply.text.length;
      reply = { status: 200, text: '', retryAfter: 0 };
      if (text) {
        chunk(text);
      }
    }
    if (whole || taken > LONGEST_STREAM) {
      stop();
      request.done(reply);
    }
  };
  xhr.send(request.body || null);
  return stop;
}
