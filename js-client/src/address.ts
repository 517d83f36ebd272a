/** The address of a channel. Pure: the page's own comes in. The legacy bundle has address.legacy.ts instead. */
import type { Address } from './locate';

/**
 * Resolves a channel's URL (WHATWG URL): `http`, `https`, `ws` and `wss` are the same to it, and it may be relative to
 * the page. Returns undefined for what a WebSocket would refuse: another scheme, or a fragment.
 */
export function resolve(url: string, page: string): Address | undefined {
  try {
    const full = new URL(url, page || undefined);
    const parts = /^(?:http|ws)(s?:[^?#]+?)\/?(?:\?([^#]*))?$/.exec(full.href);
    return parts ? { base: parts[1] as string, query: parts[2] ? '&' + parts[2] : '' } : undefined;
  } catch {
    return undefined;
  }
}
