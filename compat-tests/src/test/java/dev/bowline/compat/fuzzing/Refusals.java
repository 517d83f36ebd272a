package dev.bowline.compat.fuzzing;

import dev.bowline.server.wire.MalformedException;

/** What a refusal has to look like: words that can be sent back to whoever was refused. */
final class Refusals {
  private static final int LONGEST = 100;

  private Refusals() {}

  /** Short, printable, and so without anything of the input that could do harm where it is read. */
  static void mustBeClear(MalformedException refusal) {
    String reason = refusal.getMessage();
    boolean printable = reason.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    if (reason.isEmpty() || reason.length() > LONGEST || !printable) {
      throw new AssertionError("no clear refusal: " + reason);
    }
  }
}
