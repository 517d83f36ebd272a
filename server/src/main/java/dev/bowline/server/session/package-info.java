/**
 * The logical session: what both ends still have when every connection between them is gone.
 *
 * <p>A session owns one log for each direction. {@link dev.bowline.server.session.Outbox} keeps
 * what the client has not acknowledged, {@link dev.bowline.server.session.Inbox} what the
 * application has not handled, and a {@link dev.bowline.server.session.Connection} is only a reader
 * of the first and a feeder of the second. Replay, a change of transport, back pressure and
 * batching are all consequences of that.
 *
 * <p>This room is pure: it may use {@code wire} and nothing else of ours. It knows no sockets, no
 * HTTP, no Jetty, has no thread and reads no clock but the one it is given, so that a test can run
 * a whole network's bad day in microseconds and run it again from a seed.
 */
@NullMarked
package dev.bowline.server.session;

import org.jspecify.annotations.NullMarked;
