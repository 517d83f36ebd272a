/**
 * What do clients get that have never heard of Bowline: bare WebSockets, the browser's own
 * EventSource, curl?
 */
@NullMarked
package dev.bowline.compat.plainclients;

import org.jspecify.annotations.NullMarked;
