/** What a page goes through (Page Lifecycle, HTML): leaving, the back/forward cache, sleep, networks that come and go. */
import type { Lookup } from './environment';
import { filter } from './lists';

/**
 * Watches the page; returns what ends it. `unload` is never used, since listening to it keeps a page out of the
 * back/forward cache, and `navigator.onLine` is never asked, since it lies in both directions.
 */
export function watchPage(lookup: Lookup, heard: (event: Event) => void): () => void {
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
