/** The URLs of a channel's requests. Pure. */

/** Where a channel is: `path` and `query` apart, since the token goes between them. */
export interface Address {
  /** Without `http` or `ws` at the front, and without a slash at the end: `s://host/path`. */
  readonly base: string;
  /** The application's own parameters, each with an `&` before it, or empty. */
  readonly query: string;
}

/** The URL of a request: parameters of the protocol first, since of a repeated one the first counts. */
export function locate(address: Address, token: string, query: string, framed: boolean): string {
  return (framed ? 'ws' : 'http') + address.base + (token && '/' + token) + '?' + query + address.query;
}
