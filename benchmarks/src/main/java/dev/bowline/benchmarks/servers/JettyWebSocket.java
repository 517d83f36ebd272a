package dev.bowline.benchmarks.servers;

import java.nio.ByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/** A WebSocket of bare Jetty: says what all are told, and sends back what it hears. */
final class JettyWebSocket implements FrameHandler {
  private final JettyShare share;
  private volatile @Nullable CoreSession socket;

  JettyWebSocket(JettyShare share) {
    this.share = share;
  }

  void send(ByteBuffer text) {
    CoreSession core = socket;
    if (core != null) {
      core.sendFrame(new Frame(OpCode.TEXT, text), Callback.NOOP, false);
    }
  }

  @Override
  public void onOpen(CoreSession core, Callback callback) {
    socket = core;
    share.add(this);
    callback.succeeded();
    core.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    CoreSession core = socket;
    if (core == null) {
      callback.succeeded();
    } else if (frame.getOpCode() == OpCode.TEXT) {
      core.sendFrame(new Frame(OpCode.TEXT, frame.getPayload()), callback, false);
      core.demand();
    } else {
      callback.succeeded();
      if (frame.getOpCode() != OpCode.CLOSE) {
        core.demand();
      }
    }
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    share.remove(this);
    callback.succeeded();
  }
}
