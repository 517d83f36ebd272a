package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A client of Socket.IO's over a WebSocket: Engine.IO's packets (protocol 4), in them its own (5).
 */
final class SocketIoWebSocket extends WebSocketConnection {
  private final Markers markers;

  SocketIoWebSocket(Markers markers, ByteBuffer opening) {
    super(opening);
    this.markers = markers;
  }

  @Override
  protected void text(byte[] bytes, int from, int to) throws IOException {
    switch (bytes[from]) {
      case '0' -> sendText("40");
      case '2' -> sendText("3");
      case '4' -> {
        if (bytes[from + 1] == '0') {
          isReady();
        }
        markers.scan(bytes, from, to, readAt);
      }
      default -> throw new IOException(new String(bytes, from, to - from, US_ASCII));
    }
  }
}
