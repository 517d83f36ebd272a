/** The URLs of a channel's requests. Pure. */

/** Where a channel is: `path` and `query` apart, since the token goes between them. */
export interface Address {
  /** `http(s)://host/path`, without a slash at the end. */
  readonly base: string;
  /** The application's own parameters, each with an `&` before it, or empty. */
  readonly query: string;
}

/** The URL of a request: parameters of the protocol first, since of a repeated one the first counts. */
export function locate(address: Address, token: string, query: string, framed: boolean): string {
  return (
    (framed ? address.base.replace(/^http/i, 'ws') : address.base) +
    (token && '/' + token) +
    '?' +
    query +
    address.query
  );
}
