package dev.bowline.compat.migration;

import dev.bowline.compat.client.Payload;
import java.util.BitSet;

/** Counts what numbered messages tell of themselves. Every seventh is binary, some are long. */
public final class Tally {

  private final BitSet seen = new BitSet();
  private int expected;
  private int repeated;
  private int outOfOrder;
  private int highest = -1;
  private int received;

  /** The message of this number. */
  public static Payload message(int number) {
    if (number % 7 == 0) {
      byte[] bytes = new byte[4 + number % 50];
      java.nio.ByteBuffer.wrap(bytes).putInt(number);
      return Payload.binary(bytes);
    }
    String filling = number % 50 == 3 ? "\nlong ".repeat(400) : number % 5 == 0 ? "\r\n" : "";
    return Payload.text(number + ":" + filling);
  }

  /** One that has arrived. */
  public void counts(Payload payload) {
    int number =
        payload instanceof Payload.Text text
            ? Integer.parseInt(text.text().substring(0, text.text().indexOf(':')))
            : ((Payload.Binary) payload).bytes().getInt(0);
    if (!payload.equals(message(number))) {
      throw new AssertionError("damaged on its way: " + payload);
    }
    received++;
    if (seen.get(number)) {
      repeated++;
    } else if (number < highest) {
      outOfOrder++;
    }
    seen.set(number);
    highest = Math.max(highest, number);
  }

  public Tally of(int messages) {
    expected = messages;
    return this;
  }

  public int received() {
    return received;
  }

  public int repeated() {
    return repeated;
  }

  public int outOfOrder() {
    return outOfOrder;
  }

  public int lost() {
    return expected - seen.cardinality();
  }

  public boolean isPerfect() {
    return lost() == 0 && repeated == 0 && outOfOrder == 0;
  }

  @Override
  public String toString() {
    return "%d of %d, %d lost, %d repeated, %d out of order"
        .formatted(received, expected, lost(), repeated, outOfOrder);
  }
}
