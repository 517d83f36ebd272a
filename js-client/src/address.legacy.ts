/** The same as address.ts, for engines without the WHATWG `URL`. */

import type { Address } from './locate';

export function resolve(url: string, page: string): Address | undefined {
  const here = /^(\w+:)(\/\/[^\x2f?#]*)([^?#]*\/)?/.exec(page);
  let full = url;
  if (!/^\w+:/.test(url)) {
    if (!here) {
      return undefined;
    }
    const origin = (here[1] as string) + (here[2] as string);
    full =
      url.slice(0, 2) === '//'
        ? (here[1] as string) + url
        : url.charAt(0) === '/'
          ? origin + url
          : origin + (here[3] || '/') + url;
  }
  const parts = /^(?:http|ws)(s?:\/\/[^?#]+?)\/?(?:\?([^#]*))?$/i.exec(full);
  return parts ? { base: parts[1] as string, query: parts[2] ? '&' + parts[2] : '' } : undefined;
}
