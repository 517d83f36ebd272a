package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection that is kept for posts, one behind the other. Several clients share one, as they do
 * behind a proxy; else each event stream would need a second connection.
 */
final class Posts extends Client implements HttpReplies.Reader {
  private final HttpReplies replies = new HttpReplies(this);

  void post(ByteBuffer request) throws IOException {
    send(request);
  }

  @Override
  protected void connected() {
    isReady();
  }

  @Override
  protected void received(ByteBuffer bytes) throws IOException {
    replies.take(bytes);
  }

  @Override
  public void head(int status, String head) throws IOException {
    if (status >= 300) {
      throw new IOException("refused: " + head);
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to) {}

  @Override
  public void end() {}
}
