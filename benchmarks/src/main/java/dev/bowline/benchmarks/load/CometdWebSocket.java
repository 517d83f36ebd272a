package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A session of CometD's over a WebSocket, with acknowledgements. */
final class CometdWebSocket extends WebSocketConnection {
  private final Markers markers;
  private final Bayeux bayeux = new Bayeux("websocket");

  CometdWebSocket(Markers markers, ByteBuffer opening) {
    super(opening);
    this.markers = markers;
  }

  @Override
  protected void upgraded() throws IOException {
    sendText(bayeux.handshake());
  }

  @Override
  protected void text(byte[] bytes, int from, int to) throws IOException {
    markers.scan(bytes, from, to, readAt);
    String answer = bayeux.answer(new String(bytes, from, to - from, US_ASCII));
    if (!answer.isEmpty()) {
      sendText(answer);
    }
    if (bayeux.isConnected()) {
      isReady();
    }
  }
}
