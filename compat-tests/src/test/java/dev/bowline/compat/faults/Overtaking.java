package dev.bowline.compat.faults;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a later request to the same path go first. */
final class Overtaking extends Fault {
  /** How long the first waits for a second, and how much of a lead that one gets. */
  private static final long PATIENCE_MILLIS = 250;

  private static final long LEAD_MILLIS = 10;

  private final Map<String, CountDownLatch> waiting = new HashMap<>();

  Overtaking() {
    super("reordered");
  }

  @Override
  boolean wantsAll() {
    return true;
  }

  @Override
  void holds(Exchange exchange, byte[] request) throws InterruptedIOException {
    String path = exchange.line().proxy().port() + exchange.request().path();
    CountDownLatch mine = new CountDownLatch(1);
    CountDownLatch earlier;
    synchronized (waiting) {
      earlier = waiting.remove(path);
      if (earlier == null) {
        waiting.put(path, mine);
      }
    }
    if (earlier != null) {
      exchange.wraps(Direction.TO_SERVER, next -> new Overtaker(next, earlier));
      return;
    }
    try {
      if (mine.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        exchange.line().notes(exchange.request() + " was overtaken");
        Thread.sleep(LEAD_MILLIS);
      }
    } catch (InterruptedException stopped) {
      throw new InterruptedIOException();
    } finally {
      synchronized (waiting) {
        waiting.remove(path, mine);
      }
    }
  }

  private static final class Overtaker extends Flow.Through {
    private final CountDownLatch overtaken;

    Overtaker(Flow next, CountDownLatch overtaken) {
      super(next);
      this.overtaken = overtaken;
    }

    @Override
    public void completes() throws IOException {
      next.completes();
      overtaken.countDown();
    }
  }
}
