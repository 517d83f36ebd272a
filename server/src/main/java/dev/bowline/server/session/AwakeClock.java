package dev.bowline.server.session;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Milliseconds during which this process was awake.
 *
 * <p>A machine that sleeps, or a process that is stopped for minutes, hears nobody meanwhile, and
 * on waking would find every client overdue at once. So between two {@link #tick}s, which come ten
 * times a second, no more than two seconds ever pass: the rest was sleep. Thread-safe; never goes
 * back.
 */
public final class AwakeClock implements LongSupplier {
  private static final long LONGEST_STEP = TimeUnit.SECONDS.toNanos(2);

  private record Mark(long nanos, long awake) {}

  private final LongSupplier nanos;
  private volatile Mark mark;

  /**
   * @param nanos a monotonic clock, like {@link System#nanoTime}
   */
  public AwakeClock(LongSupplier nanos) {
    this.nanos = nanos;
    this.mark = new Mark(nanos.getAsLong(), 0);
  }

  /** Takes note that the process is awake. */
  public synchronized void tick() {
    long now = nanos.getAsLong();
    mark = new Mark(now, awake(mark, now));
  }

  @Override
  public long getAsLong() {
    return TimeUnit.NANOSECONDS.toMillis(awake(mark, nanos.getAsLong()));
  }

  private static long awake(Mark mark, long now) {
    return mark.awake() + Math.min(Math.max(0, now - mark.nanos()), LONGEST_STEP);
  }
}
