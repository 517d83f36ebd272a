package dev.bowline.server.demo;

import dev.bowline.server.Message;
import dev.bowline.server.Session;
import dev.bowline.server.SessionClosedException;
import java.util.OptionalLong;

/**
 * A page that takes part, for as long as its session lives: its name, what was sent to it, and what
 * the numbers in its own messages say. Thread-safe: under its lock the count of what was sent and
 * the order of sending are the same.
 */
final class Guest {
  private final Session session;
  private final String name;
  private final Tally tally = new Tally();
  private long sent;
  private OptionalLong awaySince = OptionalLong.empty();

  Guest(Session session, String name) {
    this.session = session;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Nothing carries its session since this tick. */
  synchronized void left(long tick) {
    awaySince = OptionalLong.of(tick);
  }

  /** Something carries its session again. */
  synchronized void returned() {
    awaySince = OptionalLong.empty();
  }

  /**
   * Whether it has been away for so many ticks: a tab that was closed, as far as anyone can tell.
   */
  synchronized boolean isAway(long tick, long ticks) {
    return awaySince.isPresent() && tick - awaySince.getAsLong() >= ticks;
  }

  synchronized void send(Message message) {
    sent++;
    try {
      session.send(message);
    } catch (SessionClosedException gone) {
      // Nobody is left to miss it.
    }
  }

  /** Takes the next numbered message, and answers with what all numbers so far have told. */
  synchronized void echo(long number) {
    tally.take(number);
    send(
        Message.text(
            "echo %d %d %d %d %d %d %d"
                .formatted(
                    number,
                    tally.received(),
                    tally.lost(),
                    tally.repeated(),
                    tally.disordered(),
                    sent + 1,
                    Math.max(0, sent - session.pendingMessages()))));
  }
}
