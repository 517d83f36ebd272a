package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import dev.bowline.server.SessionClosedException;
import dev.bowline.server.SlowClient;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much one side may send before the other has acknowledged, and what happens beyond. */
class WindowTest {

  private final Application application = new Application();

  @Test
  void aWebSocketThatBreaksTheReceiveWindowEndsItsSession() {
    application.takesItsTime();
    try (Host host = Host.of(application.channel().receiveWindow(3, 1_000));
        WireWebSocket socket = host.client().opensWebSocket()) {
      socket.session();
      socket.sends("n1").sends("m1").sends("m2").sends("m3").sends("m4");

      assertEquals(4400, socket.closeCode());
      application.handlesOne();
      assertEquals(4400, application.closeCode());
    }
  }

  @Test
  void aWebSocketThatBreaksTheReceiveWindowInBytesEndsItsSession() {
    application.takesItsTime();
    try (Host host = Host.of(application.channel().receiveWindow(100, 1_000));
        WireWebSocket socket = host.client().opensWebSocket()) {
      socket.session();
      socket.sends("n1").sends(Payload.bytes(600)).sends(Payload.bytes(401));

      assertEquals(4400, socket.closeCode());
    }
  }

  @Test
  void aPostThatBreaksTheReceiveWindowIs400AndNothingOfItCounts() {
    application.takesItsTime();
    try (Host host = Host.of(application.channel().receiveWindow(3, 1_000))) {
      WireClient client = host.client();
      String token = client.session().token();
      var held = client.beginsBatch(token, 1, Payload.text("1"), Payload.text("2"));
      assertEquals(Payload.text("1"), application.hears());
      try (HttpReply reply = client.postsBatch(token, 3, Payload.text("3"), Payload.text("4"))) {
        assertEquals(400, reply.status());
        assertEquals(4400, reply.code());
      }
      application.handlesOne();
      application.handlesOne();

      assertEquals(2, HttpReply.on(held).next("ack").number());
      assertEquals(Payload.text("2"), application.hears());
      assertFalse(application.hasHeardMore());
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneMessageIsAllowedWhereNothingIsUnacknowledgedHoweverSmallTheWindow(Way way) {
    application.echoes();
    try (Host host = Host.of(application.channel().receiveWindow(5, 100));
        ReliableClient peer = ReliableClient.opens(host.client(), way)) {
      peer.says(Payload.bytes(5_000));

      assertEquals(Payload.bytes(5_000), peer.hears());
      peer.says("and on");
      assertEquals(Payload.text("and on"), peer.hears());
    }
  }

  @Test
  void anUnnumberedPostBeyondTheWindowIs429() {
    application.takesItsTime();
    try (Host host = Host.of(application.channel().receiveWindow(2, 1_000))) {
      WireClient client = host.client();
      String token = client.session().token();
      client.begins("POST", "/" + token, "1");
      assertEquals(Payload.text("1"), application.hears());
      client.beginsBatch(token, 2, Payload.text("2"));
      Await.until(
          "it is full",
          () -> {
            try (HttpReply reply = client.postsBatch(token, 9, Payload.text("ahead"))) {
              return reply.next("ack").number() == 2;
            }
          });
      try (HttpReply reply = client.posts("/" + token, "3")) {
        assertEquals(429, reply.status());
        assertTrue(reply.header("Retry-After").isPresent());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatKeepsTheWindowIsNeverRefusedHoweverSlowTheApplication(Way way) {
    application.reacts(
        (session, message) ->
            CompletableFuture.runAsync(
                () -> session.send(message),
                CompletableFuture.delayedExecutor(1, java.util.concurrent.TimeUnit.MILLISECONDS)));
    try (Host host = Host.of(application.channel().receiveWindow(4, 1_000));
        ReliableClient peer = ReliableClient.opens(host.client(), way)) {
      for (int i = 0; i < 100; i++) {
        peer.says("m" + i);
      }
      for (int i = 0; i < 100; i++) {
        assertEquals(Payload.text("m" + i), peer.hears());
      }
      assertTrue(peer.failure().isEmpty(), peer::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSlowClientIsClosedWith4429ByDefault(Way way) {
    try (Host host = Host.of(application.channel().sendWindow(3, 1_000));
        Connection connection = Connection.opens(host.client(), way)) {
      String token = connection.session().token();
      Session session = application.session();
      for (int i = 1; i <= 3; i++) {
        session.send("m" + i);
      }
      assertThrows(SessionClosedException.class, () -> session.send("m4"));

      assertFalse(session.isOpen());
      assertEquals(4429, application.closeCode());
      try (HttpReply reply = host.client().polls(token, 2, 0, 0)) {
        assertEquals(410, reply.status());
        assertEquals(4429, reply.code());
      }
      if (way != Way.POLL) {
        assertEquals(4429, connection.awaits("close").json().number("code"));
      }
    }
  }

  @Test
  void bytesCountAsWell() {
    try (Host host = Host.of(application.channel().sendWindow(1_000, 1_000))) {
      host.client().session();
      Session session = application.session();
      session.send(new byte[600]);
      assertEquals(600, session.pendingBytes());
      assertThrows(SessionClosedException.class, () -> session.send(new byte[401]));

      assertEquals(4429, application.closeCode());
    }
  }

  @Test
  void anAcknowledgementMakesRoom() {
    try (Host host = Host.of(application.channel().sendWindow(3, 1_000));
        WireWebSocket socket = host.client().opensWebSocket()) {
      socket.session();
      Session session = application.session();
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 3; i++) {
          session.send("m");
          socket.nextMessage();
        }
        socket.sends("a" + (round + 1) * 3);
        Await.until("there is room", () -> session.pendingMessages() == 0);
      }
      assertTrue(session.isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOldestAreDroppedAndTheGapIsTold(Way way) {
    try (Host host =
        Host.of(application.channel().sendWindow(3, 1_000).slowClient(SlowClient.DROP_OLDEST))) {
      SessionRecord record = host.client().session();
      Session session = application.session();
      for (int i = 1; i <= 10; i++) {
        session.send("m" + i);
      }
      try (Connection connection = Connection.attaches(host.client(), way, record.token(), 2, 0)) {
        assertGap(1, 7, connection.awaits("gap"));
        assertEquals(Payload.text("m8"), connection.nextMessage());
        assertEquals(Payload.text("m9"), connection.nextMessage());
        assertEquals(Payload.text("m10"), connection.nextMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGapIsToldAgainWhereTheConnectionDiedBeforeItWasAcknowledged(Way way) {
    try (Host host =
        Host.of(application.channel().sendWindow(3, 1_000).slowClient(SlowClient.DROP_OLDEST))) {
      SessionRecord record = host.client().session();
      Session session = application.session();
      for (int i = 1; i <= 5; i++) {
        session.send("m" + i);
      }
      try (Connection dying = Connection.attaches(host.client(), way, record.token(), 2, 0)) {
        assertGap(1, 2, dying.awaits("gap"));
        dying.line().resets();
      }
      session.send("m6");
      try (Connection next = Connection.attaches(host.client(), way, record.token(), 3, 0)) {
        assertGap(1, 3, next.awaits("gap"));
        assertEquals(Payload.text("m4"), next.nextMessage());
      }
      try (Connection after = Connection.attaches(host.client(), way, record.token(), 4, 4)) {
        assertEquals(Payload.text("m5"), after.nextMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGapStartsAtTheConnectionsPosition(Way way) {
    try (Host host =
        Host.of(application.channel().sendWindow(3, 1_000).slowClient(SlowClient.DROP_OLDEST))) {
      WireClient client = host.client();
      SessionRecord record = client.session();
      Session session = application.session();
      session.send("m1");
      session.send("m2");
      client.polls(record.token(), 2, 0, 0).text();
      for (int i = 3; i <= 8; i++) {
        session.send("m" + i);
      }
      try (Connection connection = Connection.attaches(client, way, record.token(), 3, 1)) {
        assertGap(2, 5, connection.awaits("gap"));
        assertEquals(Payload.text("m6"), connection.nextMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSenderThatIsHeldWaitsForRoomAndLosesNothing(Way way) {
    application.reacts(
        (session, message) -> {
          for (int i = 0; i < 50; i++) {
            session.send("m" + i);
          }
          return CompletableFuture.completedFuture(null);
        });
    try (Host host =
            Host.of(application.channel().sendWindow(3, 1_000).slowClient(SlowClient.HOLD));
        ReliableClient peer = ReliableClient.opens(host.client(), way)) {
      peer.says("go");

      for (int i = 0; i < 50; i++) {
        assertEquals(Payload.text("m" + i), peer.hears());
      }
      assertTrue(peer.gaps().isEmpty());
    }
  }

  @Test
  void aHeldSenderIsReleasedWhenItsSessionEnds() {
    try (Host host =
        Host.of(application.channel().sendWindow(1, 1_000).slowClient(SlowClient.HOLD))) {
      WireClient client = host.client();
      SessionRecord record = client.session();
      Session session = application.session();
      session.send("fills it");
      CompletableFuture<Void> held = CompletableFuture.runAsync(() -> session.send("waits"));
      client.asks("DELETE", "/" + record.token(), "").close();

      Throwable thrown = assertThrows(java.util.concurrent.CompletionException.class, held::join);
      assertTrue(thrown.getCause() instanceof SessionClosedException, thrown::toString);
    }
  }

  private static void assertGap(long from, long to, dev.bowline.compat.client.Told gap) {
    assertEquals(from, gap.json().get("from").number());
    assertEquals(to, gap.json().get("to").number());
  }
}
