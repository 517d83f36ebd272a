package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server speaks at least once an interval, and lets go of a client that doesn't answer. */
class HeartbeatTest {

  private final Application application = new Application();

  @AutoClose
  private final Host host = Host.of(application.channel().heartbeat(Duration.ofMillis(200)));

  private final WireClient client = host.client();

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "STREAM"})
  void aQuietConnectionIsPinged(Way way) {
    try (Connection connection = Connection.opens(client, way)) {
      connection.session();

      assertTrue(connection.nextWithPings().is("ping"));
    }
  }

  @Test
  void aWebSocketThatAnswersStaysAttached() {
    try (WireWebSocket socket = client.opensWebSocket()) {
      socket.session();
      Session session = application.session();
      for (int i = 0; i < 10; i++) {
        socket.next('p');
        socket.sends("a0");
      }
      assertTrue(session.transport().isPresent());
    }
  }

  @Test
  void aStreamThatAnswersByPostsStaysAttached() {
    try (HttpReply stream = client.opensStream()) {
      String token = stream.session().token();
      Session session = application.session();
      for (int i = 0; i < 10; i++) {
        stream.next("ping");
        client.acknowledges(token, 0).close();
      }
      assertTrue(session.transport().isPresent());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "STREAM"})
  void aClientThatDoesNotAnswerIsDetachedAndItsSessionLives(Way way) {
    try (Connection mute = Connection.opens(client, way)) {
      String token = mute.session().token();
      Session session = application.session();

      assertEquals(session, application.detached());
      mute.awaitsTheEnd();
      assertFalse(application.hasClosedAny());
      session.send("kept");
      try (HttpReply poll = client.polls(token, 2, 0, 0)) {
        assertEquals(Payload.text("kept"), poll.next().payload());
      }
    }
  }

  @Test
  void aClientThatIsBusySendingIsAliveWithoutAnswering() {
    try (WireWebSocket socket = client.opensWebSocket()) {
      socket.session();
      Session session = application.session();
      socket.sends("n1");
      for (int i = 0; i < 10; i++) {
        socket.next();
        socket.sends("m" + i);
        assertEquals(Payload.text("" + i), application.hears());
      }
      assertTrue(session.transport().isPresent());
    }
  }

  @Test
  void aPlainEventStreamIsPingedAndOwesNoAnswer() {
    try (HttpReply stream = client.gets("", "Accept: text/event-stream")) {
      stream.session();
      Session session = application.session();
      for (int i = 0; i < 10; i++) {
        stream.next("ping");
      }
      assertTrue(session.transport().isPresent());
    }
  }

  @Test
  void aBareWebSocketIsPingedAsRfc6455Says() {
    try (WireWebSocket socket = client.webSocket("")) {
      Session session = application.session();
      for (int i = 0; i < 10; i++) {
        var ping = socket.mustBeOpen().next();
        assertEquals(dev.bowline.compat.client.Frame.PING, ping.opcode());
        socket.sends(true, dev.bowline.compat.client.Frame.PONG, ping.payload());
      }
      assertTrue(session.transport().isPresent());
    }
  }

  @Test
  void aBareWebSocketThatDoesNotAnswerIsOver() {
    try (WireWebSocket socket = client.webSocket("")) {
      socket.mustBeOpen();

      assertEquals(application.session(), application.closed().session());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatKeepsTheRulesIsNeverDetachedForSilence(Way way) {
    try (ReliableClient peer = ReliableClient.opens(client, way)) {
      Session session = application.session();
      for (int round = 0; round < 3; round++) {
        session.send("r" + round);
        assertEquals(Payload.text("r" + round), peer.hears());
        try (HttpReply clock = client.gets("", "Accept: text/event-stream")) {
          clock.session();
          clock.next("ping");
          clock.next("ping");
        }
      }
      assertTrue(way == Way.POLL || peer.attaches() == 0, peer::toString);
      assertTrue(peer.failure().isEmpty(), peer::toString);
    }
  }
}
