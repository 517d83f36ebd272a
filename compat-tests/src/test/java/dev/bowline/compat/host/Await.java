package dev.bowline.compat.host;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must happen, up to a deadline that only a failure ever sees. */
public final class Await {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Await() {}

  public static void until(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  public static <T> T next(String what, BlockingQueue<T> queue) {
    return next(what, queue, DEADLINE);
  }

  public static <T> T next(String what, BlockingQueue<T> queue, Duration deadline) {
    try {
      T next = queue.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        throw new AssertionError("never: " + what);
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
