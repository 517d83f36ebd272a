package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A session of Bowline's over a WebSocket, and over the next one if that is cut. */
final class BowlineWebSocket extends WebSocketConnection {
  private final Markers markers;
  private final BrowserRequest requests;
  private final String path;
  private final Acknowledging acknowledging = new Acknowledging();
  private String token = "";
  private boolean isAttached;
  private long attach = 1;

  BowlineWebSocket(Markers markers, BrowserRequest requests, String path) {
    super(requests.uncompressed(path + "?v=1", true));
    this.markers = markers;
    this.requests = requests;
    this.path = path;
  }

  @Override
  protected ByteBuffer opening() throws IOException {
    if (token.isEmpty()) {
      return super.opening();
    }
    attach++;
    return requests.uncompressed(
        path + "/" + token + "?attach=" + attach + "&ack=" + acknowledging.acknowledge(), true);
  }

  @Override
  protected void isCut() {
    isAttached = false;
  }

  @Override
  protected void text(byte[] bytes, int from, int to) throws IOException {
    switch (bytes[from]) {
      case 'm' -> {
        markers.scan(bytes, from + 1, to, readAt);
        acknowledging.handled(markers.found(), readAt);
        acknowledgeIfDue(readAt / 1_000_000);
      }
      case 's' -> {
        token = Tokens.in(new String(bytes, from, to - from, US_ASCII));
        isAttached = true;
        isReady();
      }
      case 'p' -> acknowledge();
      case 'a' -> {}
      default -> throw new IOException(new String(bytes, from, to - from, US_ASCII));
    }
  }

  @Override
  protected void tick(long nowMillis) throws IOException {
    if (isAttached) {
      acknowledgeIfDue(nowMillis);
    }
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
