package dev.bowline.compat.engines;

import dev.bowline.compat.client.Payload;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.migration.Tally;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The application that engines talk with. It greets every session with its first numbered message,
 * and answers each that it hears with its next. A session says in its first message which run it
 * is; those that never say anything lost a race.
 */
final class Greeter {
  private static final String RUN = "run ";

  private final int messages;
  private final Map<String, String> runs = new ConcurrentHashMap<>();
  private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

  Greeter(int messages) {
    this.messages = messages;
  }

  ChannelBuilder channel() {
    return Channel.builder()
        .onOpen(session -> session.send(Application.message(Tally.message(0))))
        .onMessage(this::hears)
        .drain(Duration.ZERO);
  }

  private void hears(Session session, Message message) {
    String run = runs.get(session.id());
    if (run == null) {
      String name = message.text().substring(RUN.length());
      runs.put(session.id(), name);
      if (tallies.put(name, new Tally().of(messages)) != null) {
        throw new IllegalStateException("two sessions for " + name);
      }
      return;
    }
    Payload payload = Application.payload(message);
    Tally tally = up(run);
    int next;
    synchronized (tally) {
      tally.counts(payload);
      next = tally.received();
    }
    if (next < messages) {
      session.send(Application.message(Tally.message(next)));
    }
  }

  /** What has come up in a run. */
  Tally up(String run) {
    return tallies.getOrDefault(run, new Tally().of(messages));
  }
}
