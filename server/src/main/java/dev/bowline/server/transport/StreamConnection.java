package dev.bowline.server.transport;

import dev.bowline.server.session.Client;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.wire.EventStream;
import dev.bowline.server.wire.ProtocolRecord;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * An event stream (WHATWG HTML, server-sent events): a response that goes on until somebody ends
 * it.
 */
final class StreamConnection extends ResponseConnection {
  static final String TRANSPORT = "sse";

  /**
   * Varnish adds this to requests. It passes a chunk on when it has read the line end behind it,
   * and Jetty writes that with the chunk that follows: each event would be one late.
   */
  private static final String VARNISH = "X-Varnish";

  /** Soon enough for a client not to have given the stream up. */
  private static final long PUSH_MILLIS = 200;

  private static final int PUSH_BYTES = 2;

  private final boolean carriesIds;

  /** Null where the response is not in chunks, or there is a layer between it and the line. */
  private final @Nullable EndPoint endPoint;

  private int pad;
  private volatile boolean pushes;

  /**
   * @param pad the size of the comment that follows the first record
   */
  StreamConnection(
      LogicalSession session,
      Client client,
      int pad,
      Request request,
      Response response,
      Callback completion) {
    super(session, request, response, completion);
    this.carriesIds = client == Client.EVENT_SOURCE;
    this.pad = pad;
    boolean onePiece = request.getHeaders().contains(VARNISH);
    this.endPoint =
        onePiece || response instanceof Response.Wrapper ? null : DirectWrite.endPoint(request);
    if (endPoint != null) {
      Replies.asChunks(response);
    }
    if (onePiece) {
      Replies.asOnePiece(response);
      Scheduler scheduler = request.getComponents().getScheduler();
      scheduler.schedule(this::push, PUSH_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** It keeps the beginning of a body that came together with the head until it has read more. */
  private void push() {
    pushes = true;
    wake();
  }

  @Override
  boolean writesAnyway() {
    boolean now = pushes;
    pushes = false;
    return now;
  }

  @Override
  @Nullable EndPoint endPoint() {
    return endPoint;
  }

  @Override
  public String transport() {
    return TRANSPORT;
  }

  @Override
  public OptionalLong hold() {
    return OptionalLong.empty();
  }

  @Override
  public boolean introduced() {
    return true;
  }

  @Override
  ByteBuffer trailer(Outgoing outgoing, boolean last) {
    if (carriesIds && outgoing.position() >= 0) {
      return EventStream.id(session().token(), outgoing.position());
    }
    if (pad > 0) {
      ByteBuffer ping = EventStream.encode(new ProtocolRecord.Ping());
      ByteBuffer comment = EventStream.comment(pad);
      pad = 0;
      return ByteBuffer.allocate(ping.remaining() + comment.remaining())
          .put(ping)
          .put(comment)
          .flip();
    }
    return outgoing.isEmpty() && !last
        ? EventStream.comment(PUSH_BYTES)
        : super.trailer(outgoing, last);
  }
}
