/** What a page goes through (Page Lifecycle, HTML): leaving, the back/forward cache, sleep, networks that come and go. */
import type { Lookup } from './environment';

export interface PageEvents {
  /** The page goes away; `cached` if it may come back from the back/forward cache. */
  hide(cached: boolean): void;
  /** It came back from that cache. */
  restore(): void;
  /** It woke up, or became visible, or the network came back (`moved`). */
  wake(moved: boolean): void;
  /** The browser believes that the network is gone. */
  offline(): void;
}

/**
 * Watches the page; returns what ends it. `unload` is never used, since listening to it keeps a page out of the cache,
 * and `navigator.onLine` is never asked, since it lies in both directions.
 */
export function watchPage(lookup: Lookup, events: PageEvents): () => void {
  const page = lookup('document');
  const listeners: [target: 'page' | 'document', type: string, listener: (event: Event) => void][] = [
    ['page', 'pagehide', (event) => { events.hide((event as PageTransitionEvent).persisted); }],
    ['page', 'pageshow', (event) => { if ((event as PageTransitionEvent).persisted) { events.restore(); } }],
    ['page', 'online', () => { events.wake(true); }],
    ['page', 'offline', () => { events.offline(); }],
    ['document', 'resume', () => { events.wake(false); }],
    ['document', 'visibilitychange', () => { if (page && page.visibilityState !== 'hidden') { events.wake(false); } }],
  ];
  function each(method: 'addEventListener' | 'removeEventListener'): void {
    const onPage = lookup(method);
    for (let i = 0; i < listeners.length; i++) {
      const [target, type, listener] = listeners[i] as (typeof listeners)[number];
      if (target === 'page') {
        if (onPage) {
          onPage(type, listener);
        }
      } else if (page && typeof page[method] === 'function') {
        page[method](type, listener);
      }
    }
  }
  each('addEventListener');
  return () => {
    each('removeEventListener');
  };
}
