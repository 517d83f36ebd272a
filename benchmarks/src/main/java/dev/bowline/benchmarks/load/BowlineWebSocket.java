package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A session of Bowline's over a WebSocket. */
final class BowlineWebSocket extends WebSocketConnection {
  private final Markers markers;
  private final Acknowledging acknowledging = new Acknowledging();

  BowlineWebSocket(Markers markers, ByteBuffer opening) {
    super(opening);
    this.markers = markers;
  }

  @Override
  protected void text(byte[] bytes, int from, int to) throws IOException {
    switch (bytes[from]) {
      case 'm' -> {
        markers.scan(bytes, from + 1, to, readAt);
        acknowledging.handled(markers.found(), readAt);
        acknowledgeIfDue(readAt / 1_000_000);
      }
      case 's' -> isReady();
      case 'p' -> acknowledge();
      case 'a' -> {}
      default -> throw new IOException(new String(bytes, from, to - from, US_ASCII));
    }
  }

  @Override
  protected void tick(long nowMillis) throws IOException {
    acknowledgeIfDue(nowMillis);
  }

  private void acknowledgeIfDue(long nowMillis) throws IOException {
    if (acknowledging.isDue(nowMillis)) {
      acknowledge();
    }
  }

  private void acknowledge() throws IOException {
    sendText("a" + acknowledging.acknowledge());
  }
}
