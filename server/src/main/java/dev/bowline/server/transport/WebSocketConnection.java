package dev.bowline.server.transport;

import dev.bowline.server.session.CloseCode;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import dev.bowline.server.wire.WebSocketFrames;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket (RFC 6455) as a session's connection: with the subprotocol {@code bowline.v1}, or
 * bare, where each frame is a message and there are no records.
 */
final class WebSocketConnection extends PulledConnection {
  static final String TRANSPORT = "websocket";

  private final CoreSession socket;
  private final boolean bare;

  /** Where whole frames are written; null where they go through Jetty, one by one. */
  private final @Nullable EndPoint endPoint;

  private ProtocolRecord.@Nullable Close close;
  private Runnable atWake = () -> {};
  private @Nullable Runnable atRest;
  private boolean over;

  private WebSocketConnection(
      LogicalSession session, CoreSession socket, boolean bare, @Nullable EndPoint endPoint) {
    super(session);
    this.socket = socket;
    this.bare = bare;
    this.endPoint = endPoint;
  }

  /**
   * One with the subprotocol.
   *
   * @param endPoint where the WebSocket's frames may be written to directly, if they may
   */
  static WebSocketConnection of(
      LogicalSession session, CoreSession socket, @Nullable EndPoint endPoint) {
    return new WebSocketConnection(session, socket, false, endPoint);
  }

  /** A bare one. */
  static WebSocketConnection bare(LogicalSession session, CoreSession socket) {
    return new WebSocketConnection(session, socket, true, null);
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
    return !bare;
  }

  /** Has {@code action} run at each wake: the session may have got on with what came in. */
  void atEachWake(Runnable action) {
    atWake = action;
  }

  @Override
  public void wake() {
    super.wake();
    atWake.run();
  }

  @Override
  public void cut() {
    abort(new IllegalStateException("the session has let go of this connection"));
    socket.abort();
  }

  /**
   * Has {@code action} run as soon as no write is in flight: it makes Jetty write. One that is
   * still waiting is dropped; only the last pong and the answer to a Close count (RFC 6455 section
   * 5.5.3).
   */
  void atRest(Runnable action) {
    synchronized (this) {
      atRest = action;
    }
    look();
    if (isOver()) {
      betweenWrites();
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  @Override
  void betweenWrites() {
    Runnable action;
    synchronized (this) {
      action = atRest;
      atRest = null;
    }
    if (action != null) {
      action.run();
    }
  }

  @Override
  void write(Outgoing outgoing, boolean last) {
    if (last) {
      close = closeAfter(outgoing);
    }
    EndPoint direct = endPoint;
    if (direct == null
        || outgoing.isEmpty()
        || !socket.isOutputOpen()
        || !DirectWrite.write(
            direct, outgoing.as(Payload::webSocketMessage, WebSocketFrames::encodeWhole), this)) {
      writeFrames(outgoing.as(this::frame, this::frame));
    }
  }

  private void writeFrames(List<Frame> frames) {
    if (frames.isEmpty()) {
      succeeded();
      return;
    }
    int last = frames.size() - 1;
    for (Frame frame : frames.subList(0, last)) {
      socket.sendFrame(frame, Callback.NOOP, true);
    }
    socket.sendFrame(frames.get(last), this, false);
  }

  private Frame frame(Payload payload) {
    if (!payload.isText()) {
      return new Frame(OpCode.BINARY, payload.bytes());
    }
    return new Frame(OpCode.TEXT, bare ? payload.bytes() : payload.webSocketFrame());
  }

  private @Nullable Frame frame(ProtocolRecord record) {
    if (!bare) {
      return new Frame(OpCode.TEXT, WebSocketFrames.encode(record));
    }
    return record instanceof ProtocolRecord.Ping ? new Frame(OpCode.PING) : null;
  }

  private static ProtocolRecord.Close closeAfter(Outgoing outgoing) {
    ProtocolRecord.Close close = outgoing.close();
    if (close != null) {
      return close;
    }
    ProtocolRecord.Error error = outgoing.error();
    return error == null
        ? CloseCode.NORMAL.close("superseded")
        : new ProtocolRecord.Close(error.code(), error.reason());
  }

  @Override
  void ended(@Nullable Throwable failure) {
    synchronized (this) {
      over = true;
    }
    betweenWrites();
    ProtocolRecord.Close reason = close;
    if (failure == null && reason != null) {
      close(socket, reason);
    } else {
      socket.abort();
    }
  }

  /** The session refused the attach; the client is told why. */
  void refuse(ProtocolRecord reason) {
    RefusedWebSocket.refuse(socket, reason);
  }

  /** Closes a WebSocket with the code and as much of the reason as a Close frame can carry. */
  static void close(CoreSession socket, ProtocolRecord.Close reason) {
    int code = reason.code() == CloseCode.LOST ? CloseCode.GOING_AWAY.code() : reason.code();
    socket.close(code, WebSocketFrames.closeReason(reason.reason()), Callback.NOOP);
  }
}
