package dev.bowline.compat.comparison;

import dev.bowline.compat.client.Daemons;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The application of a server that is compared, in Java; Node's servers have the same. From the
 * first number that it hears it says one every so many milliseconds, to whoever spoke last; without
 * a pace, it says one to each that comes. It writes down what it hears.
 */
final class Numbers<T> implements AutoCloseable {
  private final int pace;
  private final ObjIntConsumer<T> tells;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Daemons.named("numbers"));
  private final List<Account.Arrival> heard = new ArrayList<>();
  private final AtomicInteger said = new AtomicInteger();
  private @Nullable Future<?> saying;
  private volatile @Nullable T last;

  Numbers(int pace, ObjIntConsumer<T> tells) {
    this.pace = pace;
    this.tells = tells;
  }

  void opens(T from) {
    if (pace == 0) {
      tells.accept(from, 0);
    }
  }

  synchronized void hears(T from, int number) {
    last = from;
    heard.add(new Account.Arrival(number, System.currentTimeMillis()));
    if (pace > 0 && saying == null) {
      saying = clock.scheduleAtFixedRate(this::says, 0, pace, TimeUnit.MILLISECONDS);
    }
  }

  private void says() {
    try {
      tells.accept(Objects.requireNonNull(last), said.getAndIncrement());
    } catch (RuntimeException nobodyThere) {
      // It was said, and is lost.
    }
  }

  synchronized Account account() {
    return new Account(said.get(), List.copyOf(heard));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
