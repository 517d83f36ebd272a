package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies come out whole, however their bytes come in. */
class HttpRepliesTest {
  private static final String REPLIES =
      """
      HTTP/1.1 200 OK
      content-length: 5

      firstHTTP/1.1 200 OK
      Transfer-Encoding: chunked

      4
      seco
      2
      nd
      0

      HTTP/1.1 404 Not Found
      Content-Length: 0

      HTTP/1.1 200 OK

      as long as it lasts"""
          .replace("\n", "\r\n");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1_000})
  void bodiesAreWhole(int atATime) throws IOException {
    StringBuilder heard = new StringBuilder();
    HttpReplies replies =
        new HttpReplies(
            new HttpReplies.Reader() {
              @Override
              public void head(int status, String head) {
                heard.append(status).append(' ');
              }

              @Override
              public void body(byte[] bytes, int from, int to) {
                heard.append(new String(bytes, from, to - from, US_ASCII));
              }

              @Override
              public void end() {
                heard.append('|');
              }
            });
    byte[] all = REPLIES.getBytes(US_ASCII);
    ByteBuffer buffer = ByteBuffer.allocate(all.length);
    for (int at = 0; at < all.length; at += atATime) {
      buffer.put(all, at, Math.min(atATime, all.length - at)).flip();
      replies.take(buffer);
      buffer.compact();
    }
    assertEquals("200 first|200 second|404 |200 as long as it lasts", heard.toString());
  }
}
