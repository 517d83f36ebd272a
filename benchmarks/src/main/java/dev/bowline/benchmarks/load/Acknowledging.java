package dev.bowline.benchmarks.load;

/**
 * When a client of Bowline's is to acknowledge (docs/protocol.md, section 6): when a quarter of the
 * window is unacknowledged, and at the latest five seconds after the oldest message that could be.
 */
final class Acknowledging {
  private static final long AFTER_MILLIS = 5_000;
  private static final int QUARTER_WINDOW = 256;

  private long handled;
  private long acknowledged;
  private long oldestMillis;

  /** So many have been handled by now. */
  void handled(long count, long nowNanos) {
    if (handled == acknowledged && count > handled) {
      oldestMillis = nowNanos / 1_000_000;
    }
    handled = count;
  }

  long handled() {
    return handled;
  }

  /** Whether there is something that could be acknowledged. */
  boolean isOpen() {
    return handled > acknowledged;
  }

  boolean isDue(long nowMillis) {
    return handled > acknowledged
        && (handled - acknowledged >= QUARTER_WINDOW || nowMillis - oldestMillis >= AFTER_MILLIS);
  }

  /** The number to be said now. */
  long acknowledge() {
    acknowledged = handled;
    return handled;
  }
}
