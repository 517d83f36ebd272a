package dev.bowline.server.demo;

import java.util.TreeSet;

/**
 * Checks the numbers that a page puts into its messages, from 1 without a gap. The page's {@code
 * tally.js} counts by the same rules. Not thread-safe.
 */
final class Tally {
  private final TreeSet<Long> missing = new TreeSet<>();
  private long next = 1;
  private long received;
  private long repeated;
  private long disordered;

  /** Takes the number of a message that has come. */
  void take(long number) {
    received++;
    if (number >= next) {
      // A page that sends nonsense shall not fill our memory: beyond this nobody counts along.
      for (long jumped = next; jumped < number && missing.size() < 100_000; jumped++) {
        missing.add(jumped);
      }
      next = number + 1;
    } else if (missing.remove(number)) {
      disordered++;
    } else {
      repeated++;
    }
  }

  /** Messages that have come, all of them. */
  long received() {
    return received;
  }

  /** Numbers that were jumped over and have not come since. */
  long lost() {
    return missing.size();
  }

  /** Messages whose number had come before. */
  long repeated() {
    return repeated;
  }

  /** Messages that came after one with a higher number. */
  long disordered() {
    return disordered;
  }
}
