package dev.bowline.server.transport;

import dev.bowline.server.session.Client;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.wire.EventStream;
import dev.bowline.server.wire.ProtocolRecord;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An event stream (WHATWG HTML, server-sent events): a response that goes on until somebody ends
 * it.
 */
final class StreamConnection extends ResponseConnection {
  static final String TRANSPORT = "sse";

  /** Soon enough for a client not to have given the stream up. */
  private static final long PUSH_MILLIS = 200;

  private static final int PUSH_BYTES = 2;

  private final boolean carriesIds;
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
    Replies.asLastingStream(request, response);
    this.carriesIds = client == Client.EVENT_SOURCE;
    this.pad = pad;
    request.getComponents().getScheduler().schedule(this::push, PUSH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Some proxies keep the beginning of a body that came together with the head until they have read
   * more. So there is more, whether or not there is anything to say.
   */
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
