package dev.bowline.server.topic;

import dev.bowline.server.wire.MalformedException;
import dev.bowline.server.wire.Numbers;

/**
 * A place in a topic: behind message {@code number} of one of its lives.
 *
 * @param epoch the life, which no other of any topic is called
 * @param number the message's number in it; 0 is before the first
 */
public record Position(String epoch, long number) {
  private static final int MAX_EPOCH = 64;

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws MalformedException if the text is no position of any topic
   */
  public static Position parse(String text) {
    int point = text.lastIndexOf('.');
    if (point < 1 || point > MAX_EPOCH) {
      throw new MalformedException("no position of a topic");
    }
    return new Position(text.substring(0, point), Numbers.parse(text.substring(point + 1)));
  }

  @Override
  public String toString() {
    return epoch + "." + number;
  }
}
