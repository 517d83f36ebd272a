package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Json;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelBuilder;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();

  @ParameterizedTest
  @EnumSource
  void theFirstRecordSaysWhatTheSessionIs(Way way) {
    try (Connection connection = Connection.opens(client, way)) {
      SessionRecord session = connection.session();

      assertEquals(application.session().id(), session.id());
      assertFalse(session.resumed());
      assertEquals(0, session.ack());
      assertEquals(1, session.next());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstRecordSaysWhatTheClientMustKeepTo(Way way) {
    ChannelBuilder terms =
        new Application()
            .channel()
            .sendWindow(11, 12_000)
            .receiveWindow(13, 14_000)
            .maxMessage(5_000)
            .maxBatch(6_000)
            .heartbeat(Duration.ofSeconds(7))
            .resumeTimeout(Duration.ofSeconds(8))
            .pollHold(Duration.ofSeconds(9));
    try (Host strict = Host.of(terms);
        Connection connection = Connection.opens(strict.client(), way)) {
      Json session = connection.session().json();

      assertEquals(11, session.get("send").number("messages"));
      assertEquals(12_000, session.get("send").number("bytes"));
      assertEquals(13, session.get("receive").number("messages"));
      assertEquals(14_000, session.get("receive").number("bytes"));
      assertEquals(5_000, session.number("maxMessage"));
      assertEquals(6_000, session.number("maxBatch"));
      assertEquals(7_000, session.number("heartbeat"));
      assertEquals(8_000, session.number("resumeTimeout"));
      assertEquals(9_000, session.number("wait"));
      assertEquals(
          Set.of("websocket", "sse", "polling"), Set.copyOf(session.get("transports").strings()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheApplicationSendsAtOnceFollowsAtOnce(Way way) {
    ChannelBuilder greeting =
        Channel.builder()
            .onOpen(
                session -> {
                  session.send("hello");
                  session.send(new byte[] {1, 2});
                })
            .drain(Duration.ZERO);
    try (Host polite = Host.of(greeting);
        Connection connection = Connection.opens(polite.client(), way)) {
      connection.session();

      assertEquals(
          List.of(Payload.text("hello"), Payload.binary((byte) 1, (byte) 2)),
          connection.messages(2));
    }
  }

  @Test
  void aTokenHasAtLeast128BitsAndIsNoOtherAndNotTheId() {
    Set<String> tokens = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      SessionRecord session = client.session();
      assertTrue(session.token().matches("[A-Za-z0-9_-]{22,}"), session.token());
      assertTrue(Base64.getUrlDecoder().decode(session.token()).length >= 16);
      assertFalse(session.token().contains(session.id()), "the id is a part of the token");
      tokens.add(session.token());
      ids.add(session.id());
    }

    assertEquals(200, tokens.size());
    assertEquals(200, ids.size());
  }

  @Test
  void theReplyToAnOpeningPostComesAtOnceAndEnds() {
    try (HttpReply reply = client.opensByPost()) {
      assertEquals(200, reply.status());
      assertEquals(1, reply.events().rest().size());
    }
  }

  @Test
  void anOpeningPostWithABodyOpensNothing() {
    try (HttpReply reply = client.posts("?v=1", WireClient.batch(Payload.text("x")))) {
      assertEquals(400, reply.status());
      assertEquals(4400, reply.code());
    }
    assertEquals(0, application.sessionsOpened());
  }

  @Test
  void anOpeningPostWithoutAVersionOpensNothing() {
    try (HttpReply reply = client.posts("", "")) {
      assertEquals(400, reply.status());
      assertEquals(4400, reply.code());
    }
    assertEquals(0, application.sessionsOpened());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "0", "", "x", "1.0", "01x", "99999999999999999999"})
  void anUnknownVersionIsToldWhichThereAre(String version) {
    try (HttpReply post = client.posts("?v=" + version, "");
        HttpReply stream = client.gets("?v=" + version, "Accept: text/event-stream")) {
      for (HttpReply reply : List.of(post, stream)) {
        assertEquals(400, reply.status());
        Json error = reply.next("error").json();
        assertEquals(4400, error.number("code"));
        assertTrue(error.mentions("1"), () -> "no version on offer in " + error);
      }
    }
    assertEquals(0, application.sessionsOpened());
  }

  @Test
  void aRepeatedOpeningIsAnotherSession() {
    assertNotEquals(client.session().token(), client.session().token());
  }

  @Test
  void aClientMaySpeakOnAWebSocketBeforeItHasSeenTheSession() {
    try (WireWebSocket socket = client.opensWebSocket()) {
      socket.sends("n1").sends("mearly");

      assertEquals(Payload.text("early"), application.hears());
    }
  }

  @Test
  void aDescriptionOpensNothing() {
    for (String accept : List.of("Accept: */*", "Accept: application/json", "X-None: x")) {
      try (HttpReply reply = client.gets("", accept)) {
        assertEquals(200, reply.status());
        assertEquals("application/json", reply.type());
        Json description = reply.json();
        assertTrue(description.mentions("websocket"), description::toString);
        assertTrue(description.mentions("sse"), description::toString);
        assertTrue(description.mentions("polling"), description::toString);
      }
    }
    assertEquals(0, application.sessionsOpened());
  }

  @Test
  void aHeadOrOptionsOpensNothing() {
    for (String suffix : List.of("", "?v=1")) {
      try (HttpReply head = client.asks("HEAD", suffix, "", "Accept: text/event-stream");
          HttpReply options = client.asks("OPTIONS", suffix, "", "Accept: text/event-stream")) {
        assertEquals(200, head.status());
        assertTrue(options.status() < 300, options::toString);
      }
    }
    assertEquals(0, application.sessionsOpened());
  }

  @Test
  void aHeadOrOptionsOfASessionTouchesNothing() {
    String token = client.session().token();
    dev.bowline.server.Session session = application.session();
    session.send("kept");

    for (String method : List.of("HEAD", "OPTIONS")) {
      client.asks(method, "/" + token + "?attach=9&ack=1", "").close();
      client.asks(method, "/" + token + "?attach=9&ack=0", "", "Accept: text/event-stream").close();
    }

    assertEquals(1, session.pendingMessages());
    try (Connection poll = Connection.attaches(client, Way.POLL, token, 2, 0)) {
      assertEquals(Payload.text("kept"), poll.nextMessage());
    }
  }

  @Test
  void anEventStreamWithoutAVersionIsAPlainClients() {
    try (HttpReply stream = client.gets("", "Accept: text/event-stream")) {
      assertEquals(200, stream.status());
      assertEquals("text/event-stream", stream.type());
      stream.session();
      application.session().send("x");
      stream.next("message");
      assertFalse(stream.events().awaitsId().isEmpty());
    }
  }
}
