package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A client of SockJS's over event streams or polls: the same request again whenever a reply ends,
 * which streams do after 128 kB.
 */
final class SockJsHttp extends HttpSubscriber {
  private final ByteBuffer request;

  SockJsHttp(Markers markers, ByteBuffer request) {
    super(markers);
    this.request = request;
  }

  @Override
  protected void connected() throws IOException {
    send(request.duplicate());
  }

  @Override
  public void body(byte[] bytes, int from, int to) throws IOException {
    isReady();
    super.body(bytes, from, to);
  }

  @Override
  public void end() throws IOException {
    send(request.duplicate());
  }
}
