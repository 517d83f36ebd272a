package dev.bowline.server.wire;

/** The protocol's numbers: integers from 0 to 2^53 - 1, which every JavaScript engine can hold. */
public final class Numbers {
  /** The greatest number that may stand on the wire, 2^53 - 1. */
  public static final long MAX = (1L << 53) - 1;

  private static final int MOST_DIGITS = Long.toString(MAX).length();

  private Numbers() {}

  /**
   * Reads a position, a count or a time: ASCII digits only, no sign, no leading zero.
   *
   * @throws MalformedException if that is not what {@code digits} holds
   */
  public static long parse(String digits) {
    int length = digits.length();
    if (length == 0) {
      throw new MalformedException("a number is missing");
    }
    if (length > 1 && digits.charAt(0) == '0') {
      throw new MalformedException("a number with a leading zero");
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      char digit = digits.charAt(i);
      if (digit < '0' || digit > '9') {
        throw new MalformedException("a number may hold nothing but digits");
      }
      if (i < MOST_DIGITS) {
        value = value * 10 + (digit - '0');
      }
    }
    if (length > MOST_DIGITS || value > MAX) {
      throw new MalformedException("a number above 2^53 - 1");
    }
    return value;
  }
}
