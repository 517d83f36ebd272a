package dev.bowline.compat.offsets;

import dev.bowline.compat.client.Payload;
import dev.bowline.compat.host.Application;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import dev.bowline.server.SessionClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The server's side of all exchanges. It writes down what it hears, and answers. */
final class Listener {
  private final Map<Integer, Heard> heard = new ConcurrentHashMap<>();

  /** What was heard in one exchange, and from which sessions. */
  static final class Heard {
    private final List<Payload> messages = new ArrayList<>();
    private final Set<String> sessions = new HashSet<>();

    private synchronized void adds(Session session, Payload message) {
      messages.add(message);
      sessions.add(session.id());
    }

    synchronized List<Payload> messages() {
      return List.copyOf(messages);
    }

    /** An opening whose reply is lost leaves a session that nobody talks to. */
    synchronized int sessions() {
      return sessions.size();
    }
  }

  ChannelBuilder channel() {
    return Channel.builder()
        .onOpen(session -> says(session, 0))
        .onMessage(this::hears)
        .heartbeat(Duration.ofSeconds(2))
        .pollHold(Duration.ofSeconds(2))
        .resumeTimeout(Duration.ofMinutes(1))
        .openTimeout(Duration.ofSeconds(5))
        .drain(Duration.ZERO)
        .opensPerSecond(1_000_000)
        .postsPerSecond(1_000_000)
        .maxSessions(1_000_000);
  }

  Heard heardIn(int exchange) {
    return heard.computeIfAbsent(exchange, number -> new Heard());
  }

  private void hears(Session session, Message message) {
    Payload payload = Application.payload(message);
    int exchange = Conversation.exchange(payload);
    List<Payload> expected = Conversation.up(exchange);
    heardIn(exchange).adds(session, payload);
    if (payload.equals(expected.get(0))) {
      says(session, 1);
      says(session, 2);
    } else if (payload.equals(expected.get(3))) {
      says(session, 3);
    }
  }

  private static void says(Session session, int number) {
    try {
      session.send(Application.message(Conversation.down().get(number)));
    } catch (SessionClosedException gone) {
      // Then the exchange has failed, or the client will never know of this session.
    }
  }
}
