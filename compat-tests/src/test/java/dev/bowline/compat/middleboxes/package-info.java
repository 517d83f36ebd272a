/**
 * Does a channel work behind the boxes that people have: reverse proxies as they are installed and
 * as the docs have them, forward proxies, filters that withhold event streams, and one that looks
 * into TLS? The real programs, Chromium and Node, automatic choice, everything by default.
 */
@NullMarked
package dev.bowline.compat.middleboxes;

import org.jspecify.annotations.NullMarked;
