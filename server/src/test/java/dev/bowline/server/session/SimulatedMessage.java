package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import java.nio.charset.StandardCharsets;

/**
 * The messages of simulated histories. Each carries its direction and its number, so that a loss, a
 * repetition or a swap shows.
 */
final class SimulatedMessage {
  static final char DOWN = 'd';
  static final char UP = 'u';

  private static final int BINARY = 1;
  private static final int LINES = 2;
  private static final byte[] LINE_PADDING = {'\n', '.', '\r'};

  private SimulatedMessage() {}

  /**
   * @param size how many bytes follow the number
   * @param form text, binary or text of several lines: the place of the word in the event
   */
  static Payload of(char letter, int number, int size, int form) {
    int digits = 1;
    for (int rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    int begin = form == BINARY ? 0 : 1;
    byte[] frame = new byte[begin + 1 + digits + size];
    frame[0] = 'm';
    frame[begin] = (byte) letter;
    int rest = number;
    for (int index = begin + digits; index > begin; index--) {
      frame[index] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    for (int index = 0; index < size; index++) {
      frame[begin + 1 + digits + index] = form == LINES ? LINE_PADDING[index % 3] : (byte) '.';
    }
    return form == BINARY ? Payload.binary(frame) : Payload.textFrame(frame);
  }

  /** The direction and the number. */
  static String name(Payload payload) {
    String content = StandardCharsets.US_ASCII.decode(payload.bytes()).toString();
    int end = 1;
    while (end < content.length() && Character.isDigit(content.charAt(end))) {
      end++;
    }
    return content.substring(0, end);
  }
}
