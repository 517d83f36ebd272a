package dev.bowline.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** How long messages were under way, by the one clock of this machine. Thread-safe. */
final class Delays {
  private int[] micros = new int[1 << 16];
  private int count;

  /** The clock, in microseconds: what sender and receiver have in common. */
  static long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  synchronized void add(long delayMicros) {
    if (count == micros.length) {
      micros = Arrays.copyOf(micros, 2 * count);
    }
    micros[count++] = (int) Math.max(0, Math.min(Integer.MAX_VALUE, delayMicros));
  }

  synchronized int count() {
    return count;
  }

  synchronized void clear() {
    count = 0;
  }

  /** The delay in milliseconds that this share of the messages did not exceed. */
  synchronized double millis(double share) {
    Arrays.sort(micros, 0, count);
    int rank = (int) Math.ceil(share * count);
    return micros[Math.max(rank, 1) - 1] / 1_000.0;
  }
}
