package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Opens a session over a WebSocket, and never reads again. Its line stays up. */
final class StoppingWebSocket extends WebSocketConnection {
  private static final int SMALL_BUFFER_BYTES = 4 * 1024;

  StoppingWebSocket(ByteBuffer opening) {
    super(opening);
  }

  @Override
  protected int receiveBufferBytes() {
    return SMALL_BUFFER_BYTES;
  }

  @Override
  protected void text(byte[] bytes, int from, int to) throws IOException {
    sendText("n1");
    stopReading();
    isReady();
  }
}
