package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Listens to the replies of a server to its requests: to a stream, or to polls. */
abstract class HttpSubscriber extends Client implements HttpReplies.Reader {
  protected final Markers markers;
  private HttpReplies replies = new HttpReplies(this);
  private long readAt;

  HttpSubscriber(Markers markers) {
    this.markers = markers;
  }

  @Override
  protected final void received(ByteBuffer bytes) throws IOException {
    readAt = System.nanoTime();
    replies.take(bytes);
  }

  @Override
  protected void isCut() {
    replies = new HttpReplies(this);
    markers.reset();
  }

  @Override
  public void head(int status, String head) throws IOException {
    if (status >= 300) {
      throw new IOException("refused: " + head);
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to) throws IOException {
    markers.scan(bytes, from, to, readAt);
  }

  @Override
  public void end() throws IOException {
    throw new IOException("the stream has ended");
  }
}
