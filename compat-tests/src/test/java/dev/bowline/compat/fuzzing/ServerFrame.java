package dev.bowline.compat.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A frame of the server's, which is always whole, unmasked and without extensions.
 *
 * @param end where the next one begins
 */
record ServerFrame(int opcode, String text, int end) {
  /** The frame that begins here, if it has come to its end. */
  static @Nullable ServerFrame parse(byte[] bytes, int at) {
    if (bytes.length - at < 2) {
      return null;
    }
    int first = bytes[at] & 0xff;
    int second = bytes[at + 1] & 0xff;
    if ((first & 0xf0) != 0x80 || (second & 0x80) != 0 || second == 127) {
      throw new AssertionError("no frame for a server to send: " + first + " " + second);
    }
    int begin = second == 126 ? at + 4 : at + 2;
    if (bytes.length < begin) {
      return null;
    }
    int length = second == 126 ? (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff) : second;
    if (bytes.length - begin < length) {
      return null;
    }
    byte[] payload = Arrays.copyOfRange(bytes, begin, begin + length);
    return new ServerFrame(first & 0xf, new String(payload, UTF_8), begin + length);
  }
}
