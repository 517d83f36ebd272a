package dev.bowline.server.transport;

import dev.bowline.server.session.CloseCode;
import dev.bowline.server.wire.MalformedException;
import dev.bowline.server.wire.ProtocolRecord;
import dev.bowline.server.wire.TooBigException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on a WebSocket that has a session: gathers messages, keeps the count, and tells the
 * session. The subclasses say how it begins and what a text frame means.
 *
 * <p>Jetty gives one frame at a time and the next only on demand. Frames arrive in one thread at a
 * time, so nothing here is guarded.
 */
abstract class WebSocketEndpoint implements FrameHandler {
  private final int maxMessage;
  private final int letter;
  private @Nullable FrameGathering gathering;
  private @Nullable CoreSession socket;
  private boolean deaf;

  /**
   * @param maxMessage the largest message in bytes
   * @param letter how many bytes a text frame has before its message
   */
  WebSocketEndpoint(int maxMessage, int letter) {
    this.maxMessage = maxMessage;
    this.letter = letter;
  }

  /** The WebSocket is open. */
  abstract void opened(CoreSession core);

  /** A whole message of the WebSocket. */
  abstract void message(boolean text, byte[] bytes);

  /** A ping or pong of RFC 6455. */
  void controlFrame() {}

  /** The client broke the rules; nothing more is read. */
  abstract void broken(ProtocolRecord.Close reason);

  /** The WebSocket is gone. */
  abstract void closed(int code, String reason);

  /** Does what makes Jetty write, when no write of ours is in its way. */
  void atRest(Runnable action) {
    action.run();
  }

  /** Asks for the next frame. Overridden where the application holds back what comes. */
  void readOn(CoreSession core) {
    core.demand();
  }

  final CoreSession socket() {
    CoreSession core = socket;
    if (core == null) {
      throw new IllegalStateException("the WebSocket is not open");
    }
    return core;
  }

  /** Whatever else comes is ignored. */
  final void becomeDeaf() {
    deaf = true;
  }

  @Override
  public final void onOpen(CoreSession core, Callback callback) {
    socket = core;
    callback.succeeded();
    opened(core);
    core.demand();
  }

  @Override
  public final void onFrame(Frame frame, Callback callback) {
    try {
      switch (frame.getOpCode()) {
        case OpCode.PING -> pong(frame);
        case OpCode.PONG -> controlFrame();
        case OpCode.CLOSE -> becomeDeaf();
        default -> data(frame);
      }
    } catch (TooBigException tooBig) {
      becomeDeaf();
      broken(CloseCode.TOO_BIG.close(tooBig.getMessage()));
    } catch (MalformedException malformed) {
      becomeDeaf();
      broken(CloseCode.MALFORMED.close(malformed.getMessage()));
    }
    if (frame.getOpCode() == OpCode.CLOSE) {
      // Jetty answers it then.
      atRest(callback::succeeded);
    } else {
      callback.succeeded();
      readOn(socket());
    }
  }

  private void pong(Frame frame) {
    controlFrame();
    ByteBuffer payload = frame.getPayload();
    byte[] copy = new byte[payload == null ? 0 : payload.remaining()];
    if (payload != null) {
      payload.get(copy);
    }
    Frame pong = new Frame(OpCode.PONG, ByteBuffer.wrap(copy));
    atRest(() -> socket().sendFrame(pong, Callback.NOOP, false));
  }

  private void data(Frame frame) {
    if (deaf) {
      return;
    }
    FrameGathering begun = gathering;
    boolean text = begun == null ? frame.getOpCode() == OpCode.TEXT : begun.isText();
    byte[] bytes = bytes(frame, (begun == null ? 0 : begun.size()), text);
    if (begun == null && frame.isFin()) {
      message(text, bytes);
      return;
    }
    if (begun == null) {
      begun = new FrameGathering(text);
      gathering = begun;
    }
    begun.add(bytes);
    if (frame.isFin()) {
      gathering = null;
      message(text, begun.whole());
    }
  }

  private byte[] bytes(Frame frame, int before, boolean text) {
    ByteBuffer payload = frame.getPayload();
    int length = payload == null ? 0 : payload.remaining();
    if (before + length > maxMessage + (text ? letter : 0)) {
      throw new TooBigException("a message of more than " + maxMessage + " bytes");
    }
    byte[] bytes = new byte[length];
    if (payload != null) {
      payload.get(bytes);
    }
    return bytes;
  }

  @Override
  public final void onError(Throwable cause, Callback callback) {
    callback.succeeded();
  }

  @Override
  public final void onClosed(CloseStatus status, Callback callback) {
    String reason = status.getReason();
    closed(status.getCode(), reason == null ? "" : reason);
    callback.succeeded();
  }
}
