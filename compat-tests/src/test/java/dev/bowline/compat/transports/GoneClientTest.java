package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client that vanishes while its connection is idle is noticed by that, and not by a heartbeat:
 * those are minutes away here.
 */
class GoneClientTest {

  private final Application application = new Application();

  @AutoClose
  private final Host host =
      Host.of(
          application
              .channel()
              .heartbeat(java.time.Duration.ofMinutes(10))
              .pollHold(java.time.Duration.ofMinutes(10)));

  private final WireClient client = host.client();

  /** How a line dies. */
  enum Death {
    FIN,
    RST,
    HALF_CLOSED;

    void comesTo(Line line) {
      switch (this) {
        case FIN -> line.close();
        case RST -> line.resets();
        case HALF_CLOSED -> line.halfCloses();
      }
    }
  }

  static Stream<Arguments> deaths() {
    return Stream.of(Way.values())
        .flatMap(way -> Stream.of(Death.values()).map(death -> Arguments.of(way, death)));
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void itsSessionIsDetachedAtOnceAndLives(Way way, Death death) {
    String token;
    Line line;
    Session session;
    if (way == Way.POLL) {
      try (Connection opened = Connection.opens(client, Way.WEBSOCKET)) {
        token = opened.session().token();
      }
      session = application.session();
      application.detached();
      line = client.beginsPoll(token, 5, 0, 600_000);
      Await.until("the poll is held", () -> session.transport().isPresent());
    } else {
      Connection connection = Connection.opens(client, way);
      token = connection.session().token();
      session = application.session();
      line = connection.line();
    }
    death.comesTo(line);

    assertEquals(session, application.detached());
    session.send("kept");
    try (HttpReply poll = client.polls(token, 50, 0, 0)) {
      assertEquals(Payload.text("kept"), poll.next().payload());
    }
    assertFalse(application.hasClosedAny());
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void theDeathOfAnOldConnectionDoesNotDetachTheNewOne(Way way, Death death) {
    String token = client.session().token();
    Session session = application.session();
    Line old =
        way == Way.POLL
            ? client.holdsPoll(token, 5, 0, 600_000)
            : Connection.attaches(client, way, token, 5, 0).mustBeAccepted().line();
    try (Connection current = Connection.attaches(client, Way.STREAM, token, 6, 0)) {
      current.session();
      death.comesTo(old);
      for (int i = 0; i < 20; i++) {
        session.send("m" + i);
        assertEquals(Payload.text("m" + i), current.nextMessage());
      }
      assertEquals(java.util.Optional.of(dev.bowline.server.Transport.SSE), session.transport());
    }
  }
}
