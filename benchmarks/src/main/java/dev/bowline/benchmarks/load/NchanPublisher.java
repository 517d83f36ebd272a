package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Publishes as nchan wants it: by posts, on a connection that stays. */
public final class NchanPublisher extends Client implements HttpReplies.Reader, Ledger.Publisher {
  private static final byte[] HEAD =
      """
      POST /publish HTTP/1.1
      Host: localhost
      Content-Type: text/plain
      Content-Length: %d

      """
          .formatted(Markers.MESSAGE_BYTES)
          .replace("\n", "\r\n")
          .getBytes(US_ASCII);

  private final HttpReplies replies = new HttpReplies(this);

  @Override
  public void publish(ByteBuffer message) throws IOException {
    send(ByteBuffer.allocate(HEAD.length + message.remaining()).put(HEAD).put(message).flip());
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
      throw new IOException("not published: " + head);
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to) {}

  @Override
  public void end() {}
}
