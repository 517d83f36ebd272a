package dev.bowline.server.transport;

import dev.bowline.server.session.CloseCode;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import dev.bowline.server.wire.WebSocketFrames;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.OptionalLong;
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
  private ProtocolRecord.@Nullable Close close;
  private Runnable atWake = () -> {};

  WebSocketConnection(LogicalSession session, CoreSession socket, boolean bare) {
    super(session);
    this.socket = socket;
    this.bare = bare;
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

  @Override
  void write(Outgoing outgoing, boolean last) {
    if (last) {
      close = closeAfter(outgoing);
    }
    Frame pending = null;
    for (Iterator<Object> items = outgoing.items().iterator(); items.hasNext(); ) {
      Frame frame = frame(items.next());
      if (frame == null) {
        continue;
      }
      if (pending != null) {
        socket.sendFrame(pending, Callback.NOOP, true);
      }
      pending = frame;
    }
    if (pending == null) {
      succeeded();
    } else {
      socket.sendFrame(pending, this, false);
    }
  }

  private @Nullable Frame frame(Object item) {
    if (item instanceof Payload payload) {
      if (!payload.isText()) {
        return new Frame(OpCode.BINARY, payload.bytes());
      }
      ByteBuffer text = bare ? payload.bytes() : payload.webSocketFrame();
      return new Frame(OpCode.TEXT, text);
    }
    ProtocolRecord record = (ProtocolRecord) item;
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
    for (Object item : outgoing.items()) {
      if (item instanceof ProtocolRecord.Error error) {
        return new ProtocolRecord.Close(error.code(), error.reason());
      }
    }
    return CloseCode.NORMAL.close("superseded");
  }

  @Override
  void ended(@Nullable Throwable failure) {
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
