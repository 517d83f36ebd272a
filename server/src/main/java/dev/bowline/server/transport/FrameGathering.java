package dev.bowline.server.transport;

import java.io.ByteArrayOutputStream;

/**
 * The parts of a fragmented WebSocket message (RFC 6455 section 5.4) that have come so far. That
 * the frames come in a legal order is the WebSocket layer's care. Not thread-safe: frames come one
 * at a time.
 */
final class FrameGathering {
  private final boolean text;
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream(1024);

  /**
   * @param text whether the message is text, which only its first frame says
   */
  FrameGathering(boolean text) {
    this.text = text;
  }

  boolean isText() {
    return text;
  }

  int size() {
    return parts.size();
  }

  void add(byte[] part) {
    parts.writeBytes(part);
  }

  byte[] whole() {
    return parts.toByteArray();
  }
}
