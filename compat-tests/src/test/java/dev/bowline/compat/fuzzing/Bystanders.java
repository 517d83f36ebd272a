package dev.bowline.compat.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bowline.server.Channel;
import dev.bowline.server.Session;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two healthy sessions beside all the nonsense, one on a WebSocket and one on an event stream. Each
 * gets a message now and then, and must get exactly that: nothing lost, repeated or else.
 */
final class Bystanders {
  /** How many connections they have. */
  static final int CONNECTIONS = 2;

  private final String path;
  private final InProcess server;
  private final Lane socket;
  private final Lane stream;
  private final Set<String> ids;
  private final SessionName streamed;
  private final Session streamedSession;
  private long said;

  Bystanders(Channel channel, String path, InProcess server) {
    this.path = path;
    this.server = server;
    socket = new Lane(server);
    socket.upgrades(path, false);
    socket.sends(0x81, "n1".getBytes(UTF_8));
    socket.texts();
    stream = new Lane(server);
    stream.asks("GET " + path + "?v=1\nAccept: text/event-stream");
    streamed = SessionName.in(stream.takes()).get(0);
    streamedSession =
        channel.sessions().stream()
            .filter(session -> session.id().equals(streamed.id()))
            .findFirst()
            .orElseThrow();
    ids = channel.sessions().stream().map(Session::id).collect(Collectors.toSet());
  }

  /** The public names of their sessions. */
  Set<String> ids() {
    return ids;
  }

  /** One message for each. */
  void mustNotHaveNoticed() {
    said++;
    socket.sends(0x81, ("m" + said).getBytes(UTF_8));
    List<String> heard = socket.texts().stream().filter(text -> !isHousekeeping(text)).toList();
    if (!heard.equals(List.of("m" + said))) {
      throw new AssertionError("a bystander has noticed: message " + said + " became " + heard);
    }
    socket.sends(0x81, ("a" + said).getBytes(UTF_8));
    streamedSession.send("s" + said);
    server.rest();
    List<String> events =
        stream
            .takes()
            .lines()
            .filter(line -> line.startsWith("data: ") && line.length() > 6)
            .toList();
    if (!events.equals(List.of("data: s" + said))) {
      throw new AssertionError("a bystander has noticed: message " + said + " became " + events);
    }
    if (said % 4 == 0) {
      Lane post = new Lane(server);
      post.asks("POST " + path + "/" + streamed.token() + "?ack=" + said);
      if (post.status() != 200) {
        throw new AssertionError("a bystander was refused: " + post.all());
      }
      post.closes();
    }
  }

  private static boolean isHousekeeping(String text) {
    return text.startsWith("a") || text.startsWith("p");
  }
}
