/** URLs of a channel. Pure: the page's own address comes in. */

/** Where a channel is: `path` and `query` apart, since the token goes between them. */
export interface Address {
  /** `http(s)://host/path`, without a slash at the end. */
  readonly base: string;
  /** The application's own parameters, each with an `&` before it, or empty. */
  readonly query: string;
}

/**
 * Resolves a channel's URL: `http`, `https`, `ws` and `wss` are the same to it, and it may be relative to the page.
 * Returns undefined for what a WebSocket would refuse: another scheme, or a fragment.
 */
export function resolve(url: string, page: string): Address | undefined {
  const here = /^(\w+:)(\/\/[^/?#]*)([^?#]*\/)?/.exec(page);
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
  return parts ? { base: 'http' + (parts[1] as string), query: parts[2] ? '&' + parts[2] : '' } : undefined;
}

/** The URL of a request: parameters of the protocol first, since of a repeated one the first counts. */
export function locate(address: Address, token: string, query: string, framed: boolean): string {
  return (framed ? address.base.replace(/^http/i, 'ws') : address.base) + (token && '/' + token) + '?' + query + address.query;
}
