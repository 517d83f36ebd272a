package dev.bowline.benchmarks;

import dev.bowline.benchmarks.load.BrowserRequest;
import java.io.IOException;

/** Opens a session, says that it is the one, and never reads again. Its line stays up. */
final class StoppingClient extends WebSocketClient {
  private static final int SMALL_BUFFER_BYTES = 4 * 1024;

  StoppingClient(BrowserRequest request) {
    super(request, new Delays());
  }

  @Override
  protected int receiveBufferBytes() {
    return SMALL_BUFFER_BYTES;
  }

  @Override
  void opened() throws IOException {
    sendText("n1");
    sendText("mI stop reading");
    stopReading();
    isReady();
  }
}
