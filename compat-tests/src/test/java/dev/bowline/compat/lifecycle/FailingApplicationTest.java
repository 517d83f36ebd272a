package dev.bowline.compat.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Channel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An exception of the application's ends that session with 1011, and is logged once. */
@ResourceLock(Resources.SYSTEM_ERR)
class FailingApplicationTest {

  private final Application application = new Application();

  @ParameterizedTest
  @EnumSource
  void anExceptionEndsTheSessionWith1011(Way way) {
    application.reacts(
        (session, message) -> {
          throw new IllegalStateException("a fault of the application's");
        });
    String log =
        logged(
            () -> {
              try (Host host = Host.of(application.channel());
                  Connection connection = Connection.opens(host.client(), way)) {
                String token = connection.session().token();
                connection.sends(token, 1, Payload.text("x"));
                assertEquals(1011, application.closeCode());
                assertAfterwards(host.client(), token);
                if (way != Way.POLL) {
                  assertEquals(1011, connection.awaits("close").json().number("code"));
                }
              }
            });
    assertEquals(1, times(log, "a fault of the application's"), log);
  }

  @Test
  void aStageThatFailsDoesTheSame() {
    application.reacts(
        (session, message) ->
            CompletableFuture.failedFuture(new IllegalStateException("a fault of the stage's")));
    String log =
        logged(
            () -> {
              try (Host host = Host.of(application.channel())) {
                String token = host.client().session().token();
                host.client().beginsBatch(token, 1, Payload.text("x"), Payload.text("y"));
                assertEquals(1011, application.closeCode());
                assertAfterwards(host.client(), token);
              }
            });
    assertEquals(1, times(log, "a fault of the stage's"), log);
    assertEquals(Payload.text("x"), application.hears());
    assertFalse(application.hasHeardMore(), "nothing is handled after a failure");
  }

  @Test
  void anExceptionWhenItOpensEndsOnlyThatSession() {
    String log =
        logged(
            () -> {
              int[] opened = {0};
              try (Host host =
                  Host.of(
                      Channel.builder()
                          .onOpen(
                              session -> {
                                if (opened[0]++ == 0) {
                                  throw new IllegalStateException("a fault when it opens");
                                }
                              })
                          .drain(java.time.Duration.ZERO))) {
                WireClient client = host.client();
                try (Connection failing = Connection.opens(client, Way.STREAM)) {
                  assertEquals(1011, failing.awaits("close").json().number("code"));
                }
                String healthy = client.session().token();
                assertEquals(200, client.polls(healthy, 2, 0, 0).status());
              }
            });
    assertEquals(1, times(log, "a fault when it opens"), log);
  }

  @Test
  void theClientIsNotToldWhatWentWrong() {
    application.reacts(
        (session, message) -> {
          throw new IllegalStateException("the password is swordfish");
        });
    logged(
        () -> {
          try (Host host = Host.of(application.channel());
              HttpReply stream = host.client().opensStream()) {
            String token = stream.session().token();
            host.client().beginsBatch(token, 1, Payload.text("x"));
            String close = stream.next("close").data();
            assertFalse(close.contains("swordfish"), close);
          }
        });
  }

  @Test
  void othersGoOnBesideAFailure() {
    application.reacts(
        (session, message) -> {
          if (message.text().equals("fail")) {
            throw new IllegalStateException("wanted");
          }
          session.send(message);
          return CompletableFuture.completedFuture(null);
        });
    logged(
        () -> {
          try (Host host = Host.of(application.channel());
              HttpReply healthy = host.client().opensStream()) {
            String token = healthy.session().token();
            String failing = host.client().session().token();
            host.client().beginsBatch(failing, 1, Payload.text("fail"));
            application.closed();
            host.client().postsBatch(token, 1, Payload.text("fine")).close();
            assertEquals(Payload.text("fine"), message(healthy));
          }
        });
  }

  private static Payload message(HttpReply stream) {
    var event = stream.nextButPings();
    return event.isMessage() ? event.payload() : message(stream);
  }

  private static void assertAfterwards(WireClient client, String token) {
    try (HttpReply reply = client.polls(token, 9, 0, 0)) {
      assertEquals(410, reply.status());
      assertEquals(1011, reply.code());
    }
  }

  private static int times(String log, String part) {
    return (log.length() - log.replace(part, "").length()) / part.length();
  }

  /** What is logged meanwhile; slf4j-simple writes to standard error as it is at the time. */
  private static String logged(Runnable task) {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      task.run();
    } finally {
      System.setErr(before);
    }
    String text = log.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("WARN") || text.contains("ERROR"), text);
    return text;
  }
}
