package dev.bowline.server.transport;

import dev.bowline.server.session.CloseCode;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.wire.MalformedException;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import dev.bowline.server.wire.WebSocketFrames;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.jspecify.annotations.Nullable;

/** A WebSocket with the subprotocol {@code bowline.v1}. */
class LibraryWebSocket extends WebSocketEndpoint {
  private final LogicalSession session;
  private final @Nullable EndPoint endPoint;
  private @Nullable Attaching attaching;
  private @Nullable WebSocketConnection connection;
  private long next;

  /** How the connection comes to its session; false if it was refused, and told so. */
  interface Attaching {
    boolean attach(WebSocketConnection connection);
  }

  /**
   * @param endPoint where whole frames may be written to directly, if they may
   */
  LibraryWebSocket(
      LogicalSession session, int maxMessage, @Nullable EndPoint endPoint, Attaching attaching) {
    super(maxMessage, 1);
    this.session = session;
    this.endPoint = endPoint;
    this.attaching = attaching;
  }

  @Override
  void opened(CoreSession core) {
    Attaching how = attaching;
    attaching = null;
    if (how != null) {
      attach(core, how);
    }
  }

  final void attach(CoreSession core, Attaching how) {
    WebSocketConnection attached = WebSocketConnection.of(session, core, endPoint);
    connection = attached;
    if (!how.attach(attached)) {
      connection = null;
      becomeDeaf();
    }
  }

  @Override
  void message(boolean text, byte[] bytes) {
    WebSocketConnection attached = connection;
    if (attached == null || !session.heard(attached)) {
      return;
    }
    if (!text) {
      receive(attached, Payload.binary(bytes));
    } else if (bytes.length > 0 && bytes[0] == 'm') {
      receive(attached, Payload.textFrame(bytes));
    } else {
      record(attached, WebSocketFrames.decodeText(bytes));
    }
  }

  private void receive(WebSocketConnection attached, Payload payload) {
    if (next == 0) {
      throw new MalformedException("a message before its number");
    }
    session.receive(attached, next++, payload);
  }

  private void record(WebSocketConnection attached, ProtocolRecord record) {
    if (record instanceof ProtocolRecord.Ack ack) {
      session.acknowledge(attached, ack.number());
    } else if (record instanceof ProtocolRecord.Next from) {
      if (from.number() < Math.max(1, next) || from.number() > session.accepted() + 1) {
        throw new MalformedException("a next number that can't be");
      }
      next = from.number();
    } else if (record instanceof ProtocolRecord.Close close) {
      if (!CloseCode.isAllowed(close.code())) {
        throw new MalformedException("a close code that is not for clients: " + close.code());
      }
      becomeDeaf();
      session.closedByClient(attached, close);
      attached.atRest(() -> WebSocketConnection.close(socket(), close));
    } else if (!(record instanceof ProtocolRecord.Ping)) {
      throw new MalformedException("a record that is not for clients to send");
    }
  }

  @Override
  void atRest(Runnable action) {
    WebSocketConnection attached = connection;
    if (attached == null) {
      action.run();
    } else {
      attached.atRest(action);
    }
  }

  @Override
  void broken(ProtocolRecord.Close reason) {
    WebSocketConnection attached = connection;
    if (attached != null) {
      session.breach(attached, reason);
    }
  }

  @Override
  void closed(int code, String reason) {
    WebSocketConnection attached = connection;
    if (attached != null) {
      session.detach(attached);
    }
  }
}
