package dev.bowline.compat.faults;

import dev.bowline.server.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * A proxy that changes its mind every few hundred milliseconds, until the time is over; then it
 * relents, and what it still holds is cut.
 */
final class Walk implements Course {
  private static final List<Trouble> TROUBLES = Trouble.all();
  private static final int LEAST_MILLIS = 100;
  private static final int MOST_MILLIS = 700;

  /** How many of its rules hold at the same time. */
  private static final int RULES = 2;

  private final List<Transport> transports;
  private final FaultProxy proxy;
  private final Random random;
  private final Duration length;
  private final Deque<Rule> rules = new ArrayDeque<>();
  private Instant end = Instant.MAX;
  private Instant next = Instant.MAX;
  private int changes;
  private int struck;

  Walk(List<Transport> transports, FaultProxy proxy, Random random, Duration length) {
    this.transports = transports;
    this.proxy = proxy;
    this.random = random;
    this.length = length;
  }

  @Override
  public List<Transport> transports() {
    return transports;
  }

  @Override
  public void goesOn(Lane lane) {
    Instant now = Instant.now();
    if (end.equals(Instant.MAX)) {
      end = now.plus(length);
      next = now;
    }
    if (now.isAfter(end)) {
      if (!next.equals(Instant.MAX)) {
        next = Instant.MAX;
        relents(0);
        proxy.cuts();
      }
    } else if (!now.isBefore(next)) {
      next = now.plusMillis(LEAST_MILLIS + random.nextInt(MOST_MILLIS - LEAST_MILLIS));
      changesItsMind();
    }
  }

  private void changesItsMind() {
    changes++;
    if (random.nextInt(3) == 0) {
      relents(0);
      return;
    }
    relents(RULES - 1);
    Trouble trouble = TROUBLES.get(random.nextInt(TROUBLES.size()));
    Fault fault = trouble.fault().apply(random);
    FaultProxy.Does does = proxy.does(fault);
    rules.add(
        trouble.when() == Trouble.When.IN_USE
            ? does.toAll(trouble.requests())
            : does.to(trouble.requests()));
    if (random.nextInt(6) == 0) {
      proxy.cuts();
    }
  }

  private void relents(int kept) {
    while (rules.size() > kept) {
      Rule oldest = rules.remove();
      oldest.ends();
      struck += oldest.struck();
    }
  }

  @Override
  public int limit(Lane lane) {
    return Instant.now().isAfter(end) ? 0 : Integer.MAX_VALUE;
  }

  @Override
  public boolean isOver(Lane lane) {
    return Instant.now().isAfter(end) && lane.arrived() == lane.sent();
  }

  @Override
  public int strikes() {
    return struck;
  }

  @Override
  public String toString() {
    return transports + " after " + changes + " changes of mind";
  }
}
