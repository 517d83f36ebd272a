/**
 * The only file that touches globals. They are looked up at the moment of use, so that a page or a test may wrap them
 * before or after this code has loaded, and every one may be replaced by the `environment` option.
 */
import type { Environment } from './api';

/** The part of `XMLHttpRequest` that we use. */
export type Xhr = Pick<
  XMLHttpRequest,
  | 'open'
  | 'send'
  | 'abort'
  | 'setRequestHeader'
  | 'getResponseHeader'
  | 'readyState'
  | 'status'
  | 'responseText'
  | 'withCredentials'
> & { onreadystatechange: (() => void) | null };

/** What `environment('name')` gives, where it is there at all. */
export interface Globals {
  WebSocket: new (url: string, protocols?: string) => WebSocket;
  EventSource: new (url: string, init?: { withCredentials: boolean }) => EventSource;
  fetch: (url: string, init: object) => Promise<Response>;
  XMLHttpRequest: new () => Xhr;
  AbortController: new () => AbortController;
  TextDecoder: new (label: string, options: object) => TextDecoder;
  ReadableStream: unknown;
  Blob: new (parts: unknown[]) => Blob;
  setTimeout: (callback: () => void, ms: number) => number;
  clearTimeout: (timer: number) => void;
  localStorage: Storage;
  sessionStorage: Storage;
  addEventListener: (type: string, listener: (event: Event) => void, capture: boolean) => void;
  removeEventListener: (type: string, listener: (event: Event) => void, capture: boolean) => void;
  navigator: Navigator;
  location: { readonly href: string };
}

export type Lookup = <K extends keyof Globals>(name: K) => Globals[K] | undefined;

/** A lookup of globals under an application's replacements. A replacement by `undefined` or `null` hides the global. */
export function createLookup(replacements: Environment): Lookup {
  const given = replacements as Partial<Globals>;
  return (name) => {
    if (name in given) {
      return given[name];
    }
    try {
      // `self` in pages and workers, `global` in Node. Merely looking at a storage may throw in a foreign frame.
      return (typeof self !== 'undefined' ? self : globalThis)[name as never];
    } catch {
      return undefined;
    }
  };
}
