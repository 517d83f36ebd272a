package dev.bowline.server.transport;

import dev.bowline.server.wire.TooBigException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragmented WebSocket messages together (RFC 6455 section 5.4), up to a limit. That the
 * frames come in a legal order is the WebSocket layer's care. Not thread-safe: frames come one at a
 * time.
 */
final class FrameGathering {
  private final int maxText;
  private final int maxBinary;
  private @Nullable ByteArrayOutputStream parts;
  private boolean text;

  FrameGathering(int maxText, int maxBinary) {
    this.maxText = maxText;
    this.maxBinary = maxBinary;
  }

  /** Whether the message that was begun last is text. */
  boolean isText() {
    return text;
  }

  /**
   * Takes a data frame; returns the message if this completes one.
   *
   * @throws TooBigException if the message is over the limit
   */
  byte @Nullable [] add(Frame frame) {
    ByteBuffer payload = frame.getPayload();
    int length = payload == null ? 0 : payload.remaining();
    boolean first = frame.getOpCode() != OpCode.CONTINUATION;
    if (first) {
      text = frame.getOpCode() == OpCode.TEXT;
    }
    int gathered = parts == null ? 0 : parts.size();
    if (gathered + length > (text ? maxText : maxBinary)) {
      throw new TooBigException("a message of more than " + maxBinary + " bytes");
    }
    byte[] bytes = new byte[length];
    if (payload != null) {
      payload.get(bytes);
    }
    if (first && frame.isFin()) {
      return bytes;
    }
    if (parts == null) {
      parts = new ByteArrayOutputStream(Math.max(length, 1024));
    }
    parts.writeBytes(bytes);
    if (!frame.isFin()) {
      return null;
    }
    byte[] whole = parts.toByteArray();
    parts = null;
    return whole;
  }
}
