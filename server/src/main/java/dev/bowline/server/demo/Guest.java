package dev.bowline.server.demo;

import dev.bowline.server.Message;
import dev.bowline.server.Session;
import dev.bowline.server.SessionClosedException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A page that takes part, for as long as its session lives: its name, what was sent to it, and what
 * the numbers in its own messages say. Sending is thread-safe; the tally belongs to the calls of
 * its session, which are never concurrent.
 */
final class Guest {
  private final Session session;
  private final String name;
  private final Tally tally = new Tally();
  private final AtomicLong sent = new AtomicLong();

  Guest(Session session, String name) {
    this.session = session;
    this.name = name;
  }

  String name() {
    return name;
  }

  void send(Message message) {
    sent.incrementAndGet();
    try {
      session.send(message);
    } catch (SessionClosedException gone) {
      // Nobody is left to miss it.
    }
  }

  /** Takes the next numbered message, and answers with what all numbers so far have told. */
  void echo(long number) {
    tally.take(number);
    long before = sent.get();
    send(
        Message.text(
            "echo %d %d %d %d %d %d %d"
                .formatted(
                    number,
                    tally.received(),
                    tally.lost(),
                    tally.repeated(),
                    tally.disordered(),
                    before + 1,
                    Math.max(0, before - session.pendingMessages()))));
  }
}
