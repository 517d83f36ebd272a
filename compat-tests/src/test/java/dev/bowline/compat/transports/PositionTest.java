package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ack=N} on an attach: what it releases, what follows, and which N are wrong. */
class PositionTest {

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();
  private final String token = client.session().token();
  private final Session session = application.session();

  @ParameterizedTest
  @EnumSource
  void theFirstMessageAfterAnAttachIsTheOneAfterItsPosition(Way way) {
    for (String text : List.of("1", "2", "3", "4", "5")) {
      session.send(text);
    }
    // They have been sent once before they can be acknowledged.
    client.polls(token, 2, 0, 0).text();

    try (Connection connection = Connection.attaches(client, way, token, 3, 3)) {
      assertEquals(List.of(Payload.text("4"), Payload.text("5")), connection.messages(2));
    }
    Await.until("three are released", () -> session.pendingMessages() == 2);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "STREAM"})
  void theSessionRecordOfAnAttachSaysWhereBothSidesAre(Way way) {
    session.send("1");
    session.send("2");
    client.polls(token, 2, 0, 0).text();
    client.postsBatch(token, 1, Payload.text("a"), Payload.text("b"), Payload.text("c")).text();

    try (Connection connection = Connection.attaches(client, way, token, 3, 1)) {
      SessionRecord record = connection.session();

      assertEquals(token, record.token());
      assertEquals(session.id(), record.id());
      assertEquals(true, record.resumed());
      assertEquals(3, record.ack());
      assertEquals(2, record.next());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasNotAcknowledgedComesAgain(Way way) {
    session.send("1");
    session.send("2");
    for (int attach = 2; attach < 6; attach++) {
      try (Connection connection = Connection.attaches(client, way, token, attach, 0)) {
        assertEquals(List.of(Payload.text("1"), Payload.text("2")), connection.messages(2));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPositionThatWasNeverSentIsRefusedAndTheSessionLives(Way way) {
    session.send("1");
    try (Connection connection = Connection.attaches(client, way, token, 2, 2)) {
      assertEquals(4400, connection.refusal());
    }
    theSessionLives();
  }

  @ParameterizedTest
  @EnumSource
  void aPositionThatWasReleasedIsRefusedAndTheSessionLives(Way way) {
    session.send("0");
    client.polls(token, 2, 0, 0).text();
    session.send("1");
    client.polls(token, 3, 1, 0).text();

    try (Connection connection = Connection.attaches(client, way, token, 4, 0)) {
      assertEquals(4400, connection.refusal());
    }
    try (HttpReply poll = client.polls(token, 5, 1, 0)) {
      assertEquals(Payload.text("1"), poll.next().payload());
    }
  }

  @Test
  void aPollReleasesWhatItAcknowledges() {
    session.send("1");
    client.polls(token, 2, 0, 0).text();
    assertEquals(1, session.pendingMessages());

    client.polls(token, 3, 1, 0).text();

    assertEquals(0, session.pendingMessages());
    assertEquals(0, session.pendingBytes());
  }

  @Test
  void anAcknowledgementOfMoreThanWasSentOnAWebSocketEndsTheSession() {
    session.send("1");
    try (WireWebSocket socket = client.attachesWebSocket(token, 2, 0)) {
      socket.session();
      assertEquals(Payload.text("1"), socket.nextMessage());
      socket.sends("a2");

      assertEquals(4400, socket.closeCode());
    }
    assertEquals(4400, application.closeCode());
  }

  @Test
  void anAcknowledgementThatGoesBackIsIgnoredOnAWebSocket() {
    session.send("1");
    session.send("2");
    try (WireWebSocket socket = client.attachesWebSocket(token, 2, 0)) {
      socket.session();
      assertEquals(Payload.text("1"), socket.nextMessage());
      assertEquals(Payload.text("2"), socket.nextMessage());
      socket.sends("a2").sends("a1").sends("n1").sends("mstill here");

      assertEquals(Payload.text("still here"), application.hears());
      assertEquals(0, session.pendingMessages());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a-1",
        "ax",
        "a 1",
        "a1 ",
        "a01x",
        "a99999999999999999999",
        "a9007199254740993"
      })
  void aMalformedAcknowledgementOnAWebSocketEndsTheSession(String frame) {
    try (WireWebSocket socket = client.attachesWebSocket(token, 2, 0)) {
      socket.session();
      socket.sends(frame);

      assertEquals(4400, socket.closeCode());
    }
    assertEquals(4400, application.closeCode());
  }

  @Test
  void anAcknowledgementByPostCountsUpToTheConnectionsPosition() {
    session.send("1");
    try (HttpReply stream = client.attachesStream(token, 2, 0)) {
      stream.session();
      assertEquals(Payload.text("1"), stream.nextButPings().payload());

      try (HttpReply reply = client.acknowledges(token, 1)) {
        assertEquals(200, reply.status());
      }
      assertEquals(0, session.pendingMessages());
    }
  }

  @Test
  void aStaleAcknowledgementByPostIsIgnored() {
    session.send("1");
    session.send("2");
    client.polls(token, 2, 0, 0).text();
    client.acknowledges(token, 2).close();

    try (HttpReply reply = client.acknowledges(token, 1)) {
      assertEquals(200, reply.status());
    }
  }

  @Test
  void anAcknowledgementByPostOfMoreThanWasSentIs400() {
    session.send("1");
    try (HttpReply reply = client.acknowledges(token, 2)) {
      assertEquals(400, reply.status());
      assertEquals(4400, reply.code());
    }
    theSessionLives();
  }

  @Test
  void acknowledgingCompletesTheApplicationsStage() {
    session.send("1");
    var acknowledged = session.acknowledged().toCompletableFuture();
    client.polls(token, 2, 0, 0).text();
    assertEquals(false, acknowledged.isDone());

    client.acknowledges(token, 1).close();

    Await.until("the stage completes", acknowledged::isDone);
  }

  private void theSessionLives() {
    try (HttpReply poll = client.polls(token, 1_000, 0, 0)) {
      assertEquals(Payload.text("1"), poll.next().payload());
    }
  }
}
