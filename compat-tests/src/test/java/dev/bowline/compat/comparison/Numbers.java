package dev.bowline.compat.comparison;

import dev.bowline.compat.client.Daemons;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * The application of a server that is compared, in Java; Node's servers have the same. It says a
 * number every so many milliseconds from the first opening on, or, without a pace, one on each
 * opening; and it writes down what it hears.
 */
final class Numbers implements AutoCloseable {
  private final int pace;
  private final IntConsumer tells;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Daemons.named("numbers"));
  private final List<Account.Arrival> heard = new ArrayList<>();
  private volatile int said;
  private boolean begun;

  Numbers(int pace, IntConsumer tells) {
    this.pace = pace;
    this.tells = tells;
  }

  synchronized void opens() {
    if (pace == 0) {
      clock.execute(() -> tells.accept(0));
    } else if (!begun) {
      begun = true;
      clock.scheduleAtFixedRate(this::says, 0, pace, TimeUnit.MILLISECONDS);
    }
  }

  private void says() {
    try {
      tells.accept(said++);
    } catch (RuntimeException nobodyThere) {
      // It was said, and is lost.
    }
  }

  synchronized void hears(int number) {
    heard.add(new Account.Arrival(number, System.currentTimeMillis()));
  }

  synchronized Account account() {
    return new Account(said, List.copyOf(heard));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
