/** What outlives a page: the transport that worked (`localStorage`) and, on a reload, the session (`sessionStorage`). */
import type { Lookup } from './environment';

type Room = 'localStorage' | 'sessionStorage';

/** Reads a value; a storage may be absent, full, or forbidden, which is all the same as empty. */
export function recall(lookup: Lookup, room: Room, key: string): unknown {
  try {
    return JSON.parse((lookup(room) as Storage).getItem(key) as string);
  } catch {
    return undefined;
  }
}

/** Writes a value; none removes it. */
export function remember(lookup: Lookup, room: Room, key: string, value?: unknown): void {
  try {
    (lookup(room) as Storage)[value ? 'setItem' : 'removeItem'](key, JSON.stringify(value));
  } catch {
    // Nobody depends on it.
  }
}
