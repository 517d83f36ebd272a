package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long a session lives without a connection. */
class ResumeTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Application application = new Application();

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "STREAM"})
  void aSessionThatNobodyComesBackToIsClosedWith4408(Way way) {
    try (Host host = Host.of(application.channel().resumeTimeout(SHORT).openTimeout(LONG))) {
      String token;
      try (Connection connection = Connection.opens(host.client(), way)) {
        token = connection.session().token();
        connection.sends(token, 1, Payload.text("heard of"));
        application.hears();
      }
      assertEquals(application.session(), application.detached());
      assertEquals(4408, application.closeCode());
    }
  }

  @Test
  void itIs410AtFirstAnd404Later() {
    try (Host host =
        Host.of(
            application
                .channel()
                .resumeTimeout(Duration.ofMillis(500))
                .openTimeout(Duration.ofMillis(100)))) {
      WireClient client = host.client();
      String token = client.session().token();
      assertEquals(4408, application.closeCode());
      try (HttpReply reply = client.polls(token, 2, 0, 0)) {
        assertTrue(reply.status() == 410 || reply.status() == 404, reply::toString);
        if (reply.status() == 410) {
          assertEquals(4408, reply.code());
        }
      }
      Await.until(
          "404",
          () -> {
            try (HttpReply reply = client.polls(token, 3, 0, 0)) {
              return reply.status() == 404;
            }
          });
      try (WireWebSocket socket = client.attachesWebSocket(token, 4, 0)) {
        assertEquals(4404, socket.closeCode());
      }
    }
  }

  @Test
  void anOpeningThatIsNeverHeardOfAgainEndsSooner() {
    try (Host host = Host.of(application.channel().resumeTimeout(LONG).openTimeout(SHORT))) {
      host.client().session();

      assertEquals(4408, application.closeCode());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "STREAM"})
  void theTimeOfAnAbandonedOpeningRunsFromTheLossOfItsConnection(Way way) {
    try (Host host =
        Host.of(
            application
                .channel()
                .resumeTimeout(LONG)
                .openTimeout(SHORT)
                .heartbeat(Duration.ofMillis(400)))) {
      try (Connection opened = Connection.opens(host.client(), way)) {
        opened.session();
        Session session = application.session();
        assertTrue(opened.nextWithPings().is("ping"));
        assertTrue(session.isOpen(), "an attached session doesn't expire");
      }
      assertEquals(4408, application.closeCode());
    }
  }

  @Test
  void aPostIsASignOfLife() {
    try (Host host = Host.of(application.channel().resumeTimeout(LONG).openTimeout(SHORT))) {
      WireClient client = host.client();
      SessionRecord alive = client.session();
      Session session = application.session();
      client.postsBatch(alive.token(), 1, Payload.text("here")).close();
      client.session();
      Session abandoned = application.session();

      assertEquals(abandoned, application.closed().session());
      assertTrue(session.isOpen());
    }
  }

  @Test
  void aPollThatComesInTimeKeepsASessionAlive() {
    try (Host host =
        Host.of(
            application
                .channel()
                .resumeTimeout(Duration.ofSeconds(2))
                .openTimeout(Duration.ofSeconds(2))
                .pollHold(Duration.ofMillis(300)))) {
      WireClient client = host.client();
      SessionRecord record = client.session();
      for (int attach = 2; attach < 12; attach++) {
        try (HttpReply poll = client.polls(record.token(), attach, 0, 20_000)) {
          assertEquals(200, poll.status());
          poll.text();
        }
      }
      assertFalse(application.hasClosedAny());
    }
  }

  @Test
  void acknowledgingAfterwardsChangesNothing() {
    try (Host host = Host.of(application.channel().resumeTimeout(SHORT).openTimeout(SHORT))) {
      WireClient client = host.client();
      SessionRecord record = client.session();
      assertEquals(4408, application.closeCode());
      try (HttpReply reply = client.acknowledges(record.token(), 0)) {
        assertTrue(reply.status() == 410 || reply.status() == 404, reply::toString);
      }
    }
  }

  @Test
  void aPlainEventStreamMayComeBackUntilTheResumeTimeout() {
    try (Host host = Host.of(application.channel().resumeTimeout(LONG).openTimeout(SHORT))) {
      WireClient client = host.client();
      try (HttpReply plain = client.gets("", "Accept: text/event-stream")) {
        plain.session();
      }
      Session session = application.session();
      assertEquals(session, application.detached());
      client.session();
      Session abandoned = application.session();

      assertEquals(abandoned, application.closed().session());
      assertTrue(session.isOpen());
    }
  }
}
