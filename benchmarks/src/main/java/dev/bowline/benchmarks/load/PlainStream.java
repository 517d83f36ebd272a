package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An event stream that only brings messages. */
final class PlainStream extends HttpSubscriber {
  private final ByteBuffer opening;

  PlainStream(Markers markers, ByteBuffer opening) {
    super(markers);
    this.opening = opening;
  }

  @Override
  protected void connected() throws IOException {
    send(opening.duplicate());
  }

  @Override
  public void head(int status, String head) throws IOException {
    super.head(status, head);
    isReady();
  }
}
