package dev.bowline.server.transport;

import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.util.List;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Writes whole frames or chunks, which were encoded once for everybody, straight to an HTTP/1.1
 * connection's end point: past Jetty's layer of frames or responses, which would make objects of
 * its own for each.
 *
 * <p>Invariant: bytes of ours and of Jetty's never mix. An end point takes one write at a time, and
 * refuses a second before a byte of it is out. So
 *
 * <ul>
 *   <li>when Jetty is writing something of its own, ours is {@linkplain #write refused} and goes
 *       through Jetty instead, which has it wait for its turn;
 *   <li>while ours is under way, nothing that asks Jetty to write may be called: its write would be
 *       the one that is refused, and it ends the connection then. The caller's loop has one write
 *       in flight and does everything else between two of them;
 *   <li>what Jetty writes unasked (the Close of a WebSocket that idles or breaks RFC 6455) comes at
 *       the end of a connection, which then ends without it.
 * </ul>
 *
 * <p>Only for what has no layer in between that would have to see it: no WebSocket extension, no
 * content coding. Thread-safe.
 */
final class DirectWrite {
  private DirectWrite() {}

  /** Where to write for the connection that carries this request; null if not HTTP/1.1's alone. */
  static @Nullable EndPoint endPoint(Request request) {
    return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
        ? request.getConnectionMetaData().getConnection().getEndPoint()
        : null;
  }

  /**
   * Writes all these, in order. Returns false, and has written nothing, if Jetty is just writing.
   *
   * @param callback completed when all is written, or the connection has failed
   */
  static boolean write(EndPoint endPoint, List<ByteBuffer> pieces, Callback callback) {
    try {
      endPoint.write(callback, pieces.toArray(ByteBuffer[]::new));
      return true;
    } catch (WritePendingException busy) {
      return false;
    }
  }
}
