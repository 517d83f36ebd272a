/**
 * The server's side of a test: a server on a port of its own, and an application that remembers.
 */
@NullMarked
package dev.bowline.compat.host;

import org.jspecify.annotations.NullMarked;
