package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.session.SessionTerms.Overflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeadlineWheelTest {
  private static final long START = 1_234_567;

  private final DeadlineWheel wheel = new DeadlineWheel(START);
  private final SessionRegistry registry =
      new SessionRegistry(
          Terms.overflowing(Overflow.CLOSE),
          1_000,
          () -> START,
          Runnable::run,
          Runnable::run,
          session -> {});

  /** A session that is in no wheel. */
  private LogicalSession session() {
    LogicalSession session =
        Objects.requireNonNull(
            registry.create(Client.LIBRARY, Optional.empty(), new FakeApplication()));
    session.wheelTick = Long.MAX_VALUE;
    return session;
  }

  /** When the session is looked at next, if that is within {@code time}. */
  private long lookedAt(LogicalSession session, long from, long time) {
    for (long now = from; now <= from + time; now += 10) {
      if (wheel.advance(now).contains(session)) {
        return now - START;
      }
    }
    return -1;
  }

  @Test
  void aSessionIsLookedAtNotBeforeItsDeadlineAndNotLongAfter() {
    LogicalSession session = session();
    wheel.schedule(session, START + 2_000);

    long looked = lookedAt(session, START, 3_000);

    assertTrue(looked >= 2_000 && looked < 2_110, "looked at after " + looked);
    assertEquals(-1, lookedAt(session, START + looked, 200_000), "once");
  }

  @Test
  void whatIsOverdueComesWithTheNextTick() {
    LogicalSession session = session();
    wheel.schedule(session, START - 500_000);

    assertTrue(lookedAt(session, START, 200) >= 0);
  }

  @Test
  void anEarlierDeadlineCounts() {
    LogicalSession session = session();
    wheel.schedule(session, START + 9_000);
    wheel.schedule(session, START + 1_000);

    assertTrue(lookedAt(session, START, 1_200) >= 1_000);
    assertEquals(-1, lookedAt(session, START + 1_200, 200_000), "the other entry is stale");
  }

  @Test
  void aLaterDeadlineChangesNothing() {
    LogicalSession session = session();
    wheel.schedule(session, START + 1_000);
    wheel.schedule(session, START + 9_000);

    assertTrue(lookedAt(session, START, 1_200) >= 1_000);
  }

  @Test
  void aDeadlineBeyondTheRoundIsLookedAtEarly() {
    LogicalSession session = session();
    wheel.schedule(session, START + 3_600_000);

    long looked = lookedAt(session, START, 110_000);

    assertTrue(looked > 100_000, "looked at after " + looked);
  }

  @Test
  void neverIsNotALongTime() {
    LogicalSession session = session();
    wheel.schedule(session, DeadlineWheel.NEVER);

    assertEquals(-1, lookedAt(session, START, 300_000));
  }

  @Test
  void manySessionsAreEachLookedAtOnce() {
    SplittableRandom random = new SplittableRandom(3);
    List<LogicalSession> sessions = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      LogicalSession session = session();
      sessions.add(session);
      for (int again = random.nextInt(4); again >= 0; again--) {
        wheel.schedule(session, START + random.nextInt(100_000));
      }
    }

    List<LogicalSession> looked = new ArrayList<>();
    for (long now = START; now <= START + 200_000; now += 1 + random.nextInt(3_000)) {
      looked.addAll(wheel.advance(now));
    }

    assertEquals(sessions.size(), looked.size());
    assertTrue(looked.containsAll(sessions));
  }
}
