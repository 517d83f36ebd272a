package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** A request that is made again and again, with another word in one place. */
final class Request {
  /** Stands in that place. */
  static final String WORD = "{word}";

  private final byte[] before;
  private final byte[] after;

  Request(ByteBuffer pattern) {
    String whole = ISO_8859_1.decode(pattern).toString();
    int at = whole.indexOf(WORD);
    before = whole.substring(0, at).getBytes(US_ASCII);
    after = whole.substring(at + WORD.length()).getBytes(US_ASCII);
  }

  ByteBuffer with(String word) {
    int length = word.length();
    ByteBuffer request = ByteBuffer.allocate(before.length + length + after.length).put(before);
    for (int index = 0; index < length; index++) {
      request.put((byte) word.charAt(index));
    }
    return request.put(after).flip();
  }
}
