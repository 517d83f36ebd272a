package dev.bowline.server.session;

import dev.bowline.server.session.SessionTerms.Overflow;
import java.util.List;

/** The times of the protocol's page, and windows small enough to be filled by hand. */
final class Terms {
  static final long HEARTBEAT = 20_000;
  static final long POLL_HOLD = 25_000;
  static final long RESUME_TIMEOUT = 120_000;
  static final long OPEN_TIMEOUT = 30_000;

  private Terms() {}

  static SessionTerms of(
      int sendMessages, long sendBytes, int receiveMessages, long receiveBytes, Overflow overflow) {
    return new SessionTerms(
        new Window(sendMessages, sendBytes),
        new Window(receiveMessages, receiveBytes),
        1000,
        4000,
        HEARTBEAT,
        POLL_HOLD,
        RESUME_TIMEOUT,
        OPEN_TIMEOUT,
        overflow,
        List.of("websocket", "sse", "polling"));
  }

  static SessionTerms overflowing(Overflow overflow) {
    return of(4, 100, 8, 100, overflow);
  }
}
