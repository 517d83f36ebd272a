package dev.bowline.server.transport;

import dev.bowline.server.wire.ProtocolRecord;
import dev.bowline.server.wire.WebSocketFrames;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * A WebSocket that is accepted only to be told why it is not: a browser hides the status of a
 * refused upgrade, but not a record.
 */
final class RefusedWebSocket extends WebSocketEndpoint {
  private static final int MAX_FRAME = 1024;

  private final ProtocolRecord lastWord;
  private final boolean bare;

  /**
   * @param lastWord an error or close record
   * @param bare whether the client understands a close code only
   */
  RefusedWebSocket(ProtocolRecord lastWord, boolean bare) {
    super(MAX_FRAME, 0);
    this.lastWord = lastWord;
    this.bare = bare;
    becomeDeaf();
  }

  /** Says the record and closes with its code. */
  static void refuse(CoreSession socket, ProtocolRecord lastWord) {
    Frame frame = new Frame(OpCode.TEXT, WebSocketFrames.encode(lastWord));
    socket.sendFrame(frame, Callback.NOOP, true);
    close(socket, lastWord);
  }

  private static void close(CoreSession socket, ProtocolRecord lastWord) {
    WebSocketConnection.close(
        socket,
        lastWord instanceof ProtocolRecord.Error error
            ? new ProtocolRecord.Close(error.code(), error.reason())
            : (ProtocolRecord.Close) lastWord);
  }

  @Override
  void opened(CoreSession core) {
    if (bare) {
      close(core, lastWord);
    } else {
      refuse(core, lastWord);
    }
  }

  @Override
  void message(boolean text, byte[] bytes) {}

  @Override
  void broken(ProtocolRecord.Close reason) {}

  @Override
  void closed(int code, String reason) {}
}
