/** An HTTP exchange by XMLHttpRequest, down to the engines that have no `onload` and throw when read too early. */
import type { Xhr } from '../environment';
import type { request } from './engine';
import { nothing } from './transport';

/** An engine keeps all the text of a stream: after so many characters it is cut, and the next one goes on. */
const LONGEST_STREAM = 1 << 20;

/** KHTML shows more of a stream without saying so: it is looked at so often, in milliseconds. */
const LOOK_AGAIN = 40;

export const requestByXhr: typeof request = (network, url, body, headers, begin, chunk, end) => {
  const xhr = new (network.lookup('XMLHttpRequest') as new () => Xhr)();
  let begun = false;
  let taken = 0;
  let stopped = false;

  const stop = (): void => {
    stopped = true;
    xhr.onreadystatechange = nothing;
    xhr.abort();
  };

  xhr.open(body === undefined ? 'GET' : 'POST', url, true);
  if (network.credentials) {
    xhr.withCredentials = true;
  }
  // Old engines call a text something else, if anything.
  const all: Readonly<Record<string, string>> = { 'Content-Type': 'text/plain;charset=UTF-8', ...headers };
  for (const name in all) {
    xhr.setRequestHeader(name, all[name] as string);
  }
  const look = (): void => {
    const whole = xhr.readyState > 3;
    let status = 0;
    if (xhr.readyState > 2) {
      try {
        status = xhr.status;
        const part = xhr.responseText.slice(taken);
        taken += part.length;
        if (!begun) {
          begun = true;
          lookAgain();
          begin(status, (name) => xhr.getResponseHeader(name));
        }
        chunk(part);
      } catch {
        // Old engines refuse to be read before the end, or after a failure.
      }
      if (whole || taken > LONGEST_STREAM) {
        stop();
        // What broke off in mid-reply has no status any more.
        end(whole && !status);
      }
    }
  };
  const lookAgain = (): void => {
    (network.lookup('setTimeout') as (callback: () => void, ms: number) => void)(() => {
      if (!stopped) {
        look();
        lookAgain();
      }
    }, LOOK_AGAIN);
  };
  xhr.onreadystatechange = look;
  xhr.send(body || null);
  return stop;
};
