package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A client of SockJS's over a WebSocket. */
final class SockJsWebSocket extends WebSocketConnection {
  private final Markers markers;

  SockJsWebSocket(Markers markers, ByteBuffer opening) {
    super(opening);
    this.markers = markers;
  }

  @Override
  protected void text(byte[] bytes, int from, int to) throws IOException {
    switch (bytes[from]) {
      case 'o' -> isReady();
      case 'a' -> markers.scan(bytes, from, to, readAt);
      case 'h' -> {}
      default -> throw new IOException(new String(bytes, from, to - from, US_ASCII));
    }
  }
}
