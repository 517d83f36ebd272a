package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Told;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.CloseReason;
import dev.bowline.server.Session;
import dev.bowline.server.SessionClosedException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a session is closed: by the client in three ways, and by the application. */
class ClosingTest {

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();

  @Test
  void aClientClosesByARecordOnItsWebSocket() {
    try (WireWebSocket socket = client.opensWebSocket()) {
      String token = socket.session().token();
      socket.sends("c{\"code\":3001,\"reason\":\"enough\"}");

      assertEquals(new CloseReason(3001, "enough"), application.closed().what());
      socket.closeCode();
      assertAfterwards(token, 3001);
    }
  }

  @Test
  void messagesBeforeTheCloseOfAWebSocketAreHandled() {
    try (WireWebSocket socket = client.opensWebSocket()) {
      socket.session();
      socket.sends("n1").sends("mfirst").sends("c{\"code\":1000,\"reason\":\"\"}");

      assertEquals(Payload.text("first"), application.hears());
      assertEquals(1000, application.closeCode());
    }
  }

  @Test
  void aWebSocketThatClosesWithoutTheRecordOnlyDetaches() {
    try (WireWebSocket socket = client.opensWebSocket()) {
      String token = socket.session().token();
      socket.sendsClose(1000);
      socket.closeCode();
      assertEquals(application.session(), application.detached());

      try (HttpReply poll = client.polls(token, 2, 0, 0)) {
        assertEquals(200, poll.status());
      }
      assertFalse(application.hasClosedAny());
    }
  }

  @Test
  void aClientClosesByAPost() {
    String token = client.session().token();
    try (HttpReply reply = client.posts("/" + token + "?close=3002", "")) {
      assertEquals(200, reply.status());
    }

    assertEquals(3002, application.closeCode());
    assertAfterwards(token, 3002);
  }

  @Test
  void aCloseByPostHandlesItsBatchFirst() {
    String token = client.session().token();
    client
        .posts(
            "/" + token + "?close=1000&seq=1&ack=0", WireClient.batch(Payload.text("last words")))
        .close();

    assertEquals(Payload.text("last words"), application.hears());
    assertEquals(1000, application.closeCode());
  }

  @Test
  void aCloseByPostWhoseBatchIsAheadClosesNothing() {
    String token = client.session().token();
    try (HttpReply reply =
        client.posts("/" + token + "?close=1000&seq=3", WireClient.batch(Payload.text("x")))) {
      assertEquals(409, reply.status());
      assertEquals(0, reply.next("ack").number());
    }
    try (HttpReply reply = client.postsBatch(token, 1, Payload.text("still open"))) {
      assertEquals(1, reply.next("ack").number());
    }
    assertEquals(Payload.text("still open"), application.hears());
    assertFalse(application.hasClosedAny());
  }

  @Test
  void aCloseByPostSkipsWhatWasAcceptedBefore() {
    String token = client.session().token();
    client.postsBatch(token, 1, Payload.text("a")).text();
    client
        .posts(
            "/" + token + "?close=1000&seq=1",
            WireClient.batch(Payload.text("a"), Payload.text("b")))
        .close();

    assertEquals(Payload.text("a"), application.hears());
    assertEquals(Payload.text("b"), application.hears());
    assertEquals(1000, application.closeCode());
    assertFalse(application.hasHeardMore());
  }

  @Test
  void aClientClosesByDelete() {
    String token = client.session().token();
    try (HttpReply reply = client.asks("DELETE", "/" + token, "")) {
      assertEquals(200, reply.status());
    }

    assertEquals(1000, application.closeCode());
    assertAfterwards(token, 1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"999", "1004", "1005", "1006", "1010", "1015", "2000", "5000", "0", "x", ""})
  void aCodeThatNobodyMayCloseWithIs400(String code) {
    String token = client.session().token();
    try (HttpReply reply = client.posts("/" + token + "?close=" + code, "")) {
      assertEquals(400, reply.status());
    }
    client.polls(token, 2, 0, 0).text();
    assertFalse(application.hasClosedAny());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"c", "c{}", "cx", "c{\"code\":1005,\"reason\":\"\"}", "c{\"code\":\"1000\"}"})
  void aMalformedCloseOnAWebSocketIsAnError(String frame) {
    try (WireWebSocket socket = client.opensWebSocket()) {
      socket.session();
      socket.sends(frame);

      assertEquals(4400, socket.closeCode());
    }
    assertEquals(4400, application.closeCode());
  }

  @Test
  void aCloseByTheClientDropsWhatItHadNotReceived() {
    String token = client.session().token();
    application.session().send("unread");
    client.asks("DELETE", "/" + token, "").close();

    assertEquals(1000, application.closeCode());
    assertAfterwards(token, 1000);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "STREAM"})
  void whoeverIsAttachedIsToldOfAClose(Way way) {
    try (Connection connection = Connection.opens(client, way)) {
      String token = connection.session().token();
      client.posts("/" + token + "?close=3003", "").close();

      assertEquals(3003, connection.awaits("close").json().number("code"));
      String end = connection.awaitsTheEnd();
      assertTrue(way != Way.WEBSOCKET || end.equals("3003"), end);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theApplicationsCloseComesAfterTheMessagesBeforeIt(Way way) {
    String token = client.session().token();
    Session session = application.session();
    session.send("one");
    session.send("two");
    session.close(3004, "done");
    assertThrows(SessionClosedException.class, () -> session.send("three"));
    assertFalse(session.isOpen());

    try (Connection connection = Connection.attaches(client, way, token, 2, 0)) {
      assertEquals(List.of(Payload.text("one"), Payload.text("two")), connection.messages(2));
      if (way == Way.POLL) {
        try (HttpReply last = client.polls(token, 3, 2, 0)) {
          assertEquals(3004, last.next("close").json().number("code"));
        }
      } else {
        connection.acknowledges(token, 2);
        Told close = connection.awaits("close");
        assertEquals(3004, close.json().number("code"));
        assertEquals("done", close.json().get("reason").string());
      }
    }
    assertEquals(new CloseReason(3004, "done"), application.closed().what());
    assertAfterwards(token, 3004);
  }

  @ParameterizedTest
  @EnumSource
  void whileACloseDrainsALostConnectionStillGetsTheRest(Way way) {
    String token = client.session().token();
    Session session = application.session();
    session.send("one");
    session.send("two");
    session.close(3005, "");
    try (Connection dying = Connection.attaches(client, way, token, 2, 0)) {
      assertEquals(Payload.text("one"), dying.nextMessage());
      dying.line().resets();
    }
    try (Connection next = Connection.attaches(client, way, token, 3, 1)) {
      assertEquals(Payload.text("two"), next.nextMessage());
    }
  }

  @Test
  void whileACloseDrainsAPostIs410ButReceivingGoesOn() {
    String token = client.session().token();
    Session session = application.session();
    session.send("rest");
    session.close(3006, "");

    try (HttpReply post = client.postsBatch(token, 1, Payload.text("too late"))) {
      assertEquals(410, post.status());
      assertEquals(3006, post.code());
    }
    try (HttpReply poll = client.polls(token, 2, 0, 0)) {
      assertEquals(Payload.text("rest"), poll.next().payload());
    }
    assertFalse(application.hasHeardMore());
  }

  @Test
  void theFirstCloseThatIsProcessedWins() {
    String token = client.session().token();
    Session session = application.session();
    session.close(3007, "first");
    session.close(3008, "second");
    client.posts("/" + token + "?close=3009", "").close();

    assertEquals(3007, application.closeCode());
    assertAfterwards(token, 3007);
  }

  @ParameterizedTest
  @EnumSource
  void aCloseByTheApplicationWithNothingPendingIsToldAtOnce(Way way) {
    try (Connection connection = Connection.opens(client, way)) {
      String token = connection.session().token();
      Session session = application.session();
      session.close();

      if (way != Way.POLL) {
        assertEquals(1000, connection.awaits("close").json().number("code"));
      }
      assertEquals(1000, application.closeCode());
      assertAfterwards(token, 1000);
    }
  }

  @Test
  void aPollThatIsHeldIsToldOfTheClose() {
    String token = client.session().token();
    Session session = application.session();
    var poll = client.holdsPoll(token, 5, 0, 20_000);
    session.close(3010, "");

    HttpReply reply = HttpReply.on(poll);
    assertEquals(3010, reply.next("close").json().number("code"));
  }

  /** A closed session is remembered: it answers everything with the code it was closed with. */
  private void assertAfterwards(String token, int code) {
    try (HttpReply poll = client.polls(token, 90, 0, 0);
        HttpReply stream = client.attachesStream(token, 91, 0);
        HttpReply post = client.postsBatch(token, 1, Payload.text("late"));
        HttpReply delete = client.asks("DELETE", "/" + token, "");
        HttpReply plain = client.posts("/" + token, "late");
        HttpReply ack = client.acknowledges(token, 0)) {
      for (HttpReply reply : List.of(poll, stream, post, delete, plain, ack)) {
        assertEquals(410, reply.status());
        assertEquals(code, reply.next("close").json().number("code"));
      }
    }
    try (WireWebSocket socket = client.attachesWebSocket(token, 92, 0)) {
      assertEquals(code, socket.mustBeOpen().next('c').json().number("code"));
      assertEquals(code, socket.closeCode());
    }
  }
}
