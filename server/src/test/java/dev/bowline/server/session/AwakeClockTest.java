package dev.bowline.server.session;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AwakeClockTest {
  private final HandClock nanos = new HandClock(Long.MAX_VALUE - 5);
  private final AwakeClock clock = new AwakeClock(nanos);

  @Test
  void timePassesAlsoBetweenTwoTicks() {
    nanos.passes(MILLISECONDS.toNanos(70));
    assertEquals(70, clock.getAsLong());
    clock.tick();
    nanos.passes(MILLISECONDS.toNanos(70));
    assertEquals(140, clock.getAsLong());
  }

  @Test
  void moreThanTwoSecondsBetweenTwoTicksWereSleep() {
    nanos.passes(MINUTES.toNanos(10));
    assertEquals(2_000, clock.getAsLong());
    clock.tick();
    assertEquals(2_000, clock.getAsLong());
    nanos.passes(MILLISECONDS.toNanos(100));
    assertEquals(2_100, clock.getAsLong());
  }

  @Test
  void partsOfMillisecondsAreNotLost() {
    for (int i = 0; i < 1_000; i++) {
      nanos.passes(1_500_000);
      clock.tick();
    }
    assertEquals(1_500, clock.getAsLong());
  }
}
