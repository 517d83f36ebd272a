package dev.bowline.compat.pagelife;

import java.time.Duration;

/**
 * How long it took until messages came through again.
 *
 * @param up from the page to the application
 * @param down from the application to the page
 */
record Flow(Duration up, Duration down) {

  @Override
  public String toString() {
    return "up %.2f s, down %.2f s".formatted(up.toMillis() / 1e3, down.toMillis() / 1e3);
  }
}
