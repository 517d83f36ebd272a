package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Chunks of the chunked transfer coding (RFC 9112 section 7.1) as an HTTP/1.1 response has them
 * from its second one on: the line end that closes the chunk before, the size, the data. The line
 * end that closes this one is left to the next, or to the last chunk. That is how Jetty's generator
 * writes them too, so that either may follow the other.
 */
final class Chunks {
  private Chunks() {}

  /** Room for a chunk with its beginning filled in. The last {@code size} bytes are its data. */
  static byte[] chunk(int size) {
    byte[] head = ("\r\n" + Integer.toHexString(size) + "\r\n").getBytes(US_ASCII);
    byte[] chunk = new byte[head.length + size];
    System.arraycopy(head, 0, chunk, 0, head.length);
    return chunk;
  }

  /** How many bytes of data a chunk of {@link #chunk} has. */
  static int size(byte[] chunk) {
    int size = 0;
    int at = 2;
    for (; chunk[at] != '\r'; at++) {
      size = 16 * size + Character.digit(chunk[at], 16);
    }
    return size;
  }
}
