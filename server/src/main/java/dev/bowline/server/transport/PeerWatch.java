package dev.bowline.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Notices that an HTTP/1 client has gone while its response is idle, which Jetty doesn't tell: it
 * has no read interest until the response is complete.
 *
 * <p>So we take the end point's read interest ourselves, under these rules. The request has been
 * read to its end. The watch is stopped before the response is completed, for then the interest is
 * the connection's again. Bytes that arrive are the beginning of a pipelined request; they are
 * handed to the connection, and the watch ends. A fill of nothing (TLS records without data)
 * re-arms. {@link #stop}, and reading, exclude each other, so that the connection never parses
 * while bytes are being handed to it.
 *
 * <p>HTTP/2 needs none of this: its streams are told.
 */
final class PeerWatch implements Callback {
  private static final int BUFFER_BYTES = 2048;

  private final AbstractEndPoint endPoint;
  private final Connection.UpgradeTo connection;
  private final Executor executor;
  private final ResponseConnection watcher;
  private boolean stopped;

  private PeerWatch(
      AbstractEndPoint endPoint,
      Connection.UpgradeTo connection,
      Executor executor,
      ResponseConnection watcher) {
    this.endPoint = endPoint;
    this.connection = connection;
    this.executor = executor;
    this.watcher = watcher;
  }

  /** Starts to watch the request's client; null where that isn't needed or possible. */
  static @Nullable PeerWatch over(Request request, ResponseConnection watcher) {
    Connection connection = request.getConnectionMetaData().getConnection();
    boolean http1 =
        request.getConnectionMetaData().getHttpVersion().getVersion()
            <= HttpVersion.HTTP_1_1.getVersion();
    if (http1
        && connection instanceof Connection.UpgradeTo upgradeable
        && connection.getEndPoint() instanceof AbstractEndPoint endPoint) {
      PeerWatch watch =
          new PeerWatch(endPoint, upgradeable, request.getComponents().getExecutor(), watcher);
      return endPoint.tryFillInterested(watch) ? watch : null;
    }
    return null;
  }

  /** Gives the read interest back. Idempotent. */
  synchronized void stop() {
    if (!stopped) {
      stopped = true;
      endPoint.getFillInterest().onFail(new NoLongerWatched());
    }
  }

  @Override
  public synchronized void succeeded() {
    if (stopped) {
      return;
    }
    try {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
      int filled = endPoint.fill(buffer);
      if (filled < 0) {
        report();
      } else if (filled > 0) {
        stopped = true;
        connection.onUpgradeTo(buffer);
      } else {
        endPoint.tryFillInterested(this);
      }
    } catch (IOException broken) {
      report();
    }
  }

  @Override
  public synchronized void failed(Throwable cause) {
    if (!stopped) {
      report();
    }
  }

  private void report() {
    stopped = true;
    executor.execute(watcher::peerGone);
  }

  /** Nobody looks where it came from. */
  private static final class NoLongerWatched extends IOException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
