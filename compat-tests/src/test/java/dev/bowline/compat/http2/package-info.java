/** Requests over HTTP/2, for the tests that need them: the tests' own client speaks HTTP/1 only. */
@NullMarked
package dev.bowline.compat.http2;

import org.jspecify.annotations.NullMarked;
