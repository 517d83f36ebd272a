package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A WebSocket on which nothing is said but messages. */
final class PlainWebSocket extends WebSocketConnection {
  private final Markers markers;

  PlainWebSocket(Markers markers, ByteBuffer opening) {
    super(opening);
    this.markers = markers;
  }

  @Override
  protected void upgraded() {
    isReady();
  }

  @Override
  protected void text(byte[] bytes, int from, int to) throws IOException {
    markers.scan(bytes, from, to, readAt);
  }
}
