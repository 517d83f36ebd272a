package dev.bowline.server.transport;

import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.jspecify.annotations.Nullable;

/** A WebSocket without a subprotocol: a frame is a message, and nothing else is ever said. */
final class BareWebSocket extends WebSocketEndpoint {
  private final LogicalSession session;
  private @Nullable WebSocketConnection connection;
  private volatile boolean heldBack;

  BareWebSocket(LogicalSession session, int maxMessage) {
    super(maxMessage, 0);
    this.session = session;
  }

  @Override
  void opened(CoreSession core) {
    WebSocketConnection attached = WebSocketConnection.bare(session, core);
    attached.atEachWake(this::goOn);
    connection = attached;
    session.open(attached);
  }

  @Override
  void message(boolean text, byte[] bytes) {
    WebSocketConnection attached = connection;
    if (attached != null && session.heard(attached)) {
      Payload payload = text ? Payload.textFrame(withLetter(bytes)) : Payload.binary(bytes);
      session.receive(attached, session.accepted() + 1, payload);
    }
  }

  private static byte[] withLetter(byte[] utf8) {
    byte[] frame = new byte[utf8.length + 1];
    frame[0] = 'm';
    System.arraycopy(utf8, 0, frame, 1, utf8.length);
    return frame;
  }

  /** The next message is not asked for before the application has handled the last. */
  @Override
  void readOn(CoreSession core) {
    heldBack = true;
    goOn();
  }

  private void goOn() {
    // Of a session that is closing only the client's own Close frame is still of interest.
    if (heldBack && (session.keepsUp() || !session.isOpen()) && takeTurn()) {
      socket().demand();
    }
  }

  private synchronized boolean takeTurn() {
    boolean mine = heldBack;
    heldBack = false;
    return mine;
  }

  @Override
  void controlFrame() {
    WebSocketConnection attached = connection;
    if (attached != null) {
      boolean unused = session.heard(attached);
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
      session.detach(attached, code, reason);
    }
  }
}
