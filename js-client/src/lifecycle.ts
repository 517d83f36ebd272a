/** What a page goes through (Page Lifecycle, HTML): leaving, the back/forward cache, sleep, networks that come and go. */
import type { Lookup } from './environment';
import { filter } from './lists';

export interface PageEvents {
  /** The page goes away; `cached` if it may come back from the back/forward cache. */
  hide(cached: boolean): void;
  /** It came back from that cache. */
  restore(): void;
  /** It woke up, or changed its visibility, or the network came back (`moved`). */
  wake(moved: boolean): void;
  /** The browser believes that the network is gone. */
  offline(): void;
}

/**
 * Watches the page; returns what ends it. `unload` is never used, since listening to it keeps a page out of the cache,
 * and `navigator.onLine` is never asked, since it lies in both directions.
 */
export function watchPage(lookup: Lookup, events: PageEvents): () => void {
  const heard = (event: Event): void => {
    const type = event.type;
    const persisted = (event as PageTransitionEvent).persisted;
    if (type === 'pagehide') {
      events.hide(persisted);
    } else if (type === 'offline') {
      events.offline();
    } else if (type !== 'pageshow') {
      events.wake(type === 'online');
    } else if (persisted) {
      events.restore();
    }
  };
  const each = (method: 'addEventListener' | 'removeEventListener'): void => {
    const call = lookup(method);
    if (call) {
      filter('pagehide pageshow online offline resume visibilitychange'.split(' '), (type) => {
        // Capturing, so that the document's events are heard from the window.
        call(type, heard, true);
      });
    }
  };
  each('addEventListener');
  return () => {
    each('removeEventListener');
  };
}
