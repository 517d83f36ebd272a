package dev.bowline.server.session;

import java.util.function.LongSupplier;

/** A clock that moves when the test says so. */
final class HandClock implements LongSupplier {
  private long now;

  HandClock(long now) {
    this.now = now;
  }

  void passes(long time) {
    now += time;
  }

  @Override
  public long getAsLong() {
    return now;
  }
}
