/**
 * Bytes to records and back: what stands on the wire, in its two spellings (WebSocket frames and
 * the event-stream grammar that streams, polls and posted batches share). Everything here is a pure
 * function of its arguments or, as the one parser with a memory, of what was pushed into it. The
 * room may use the JDK and Guava. It must never know of sessions, connections, time, threads or
 * Jetty: whether a record is allowed now, and in this direction, is for others to judge; here it is
 * judged only whether it is well formed.
 */
@NullMarked
package dev.bowline.server.wire;

import org.jspecify.annotations.NullMarked;
