package dev.bowline.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same origin by default, an allow list otherwise; on everything, and never reflected. */
class OriginTest {

  private static final String FRIEND = "https://friend.example";
  private static final String STRANGER = "Origin: https://evil.example";

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();
  private final Application open = new Application();
  @AutoClose private final Host listed = Host.of(open.channel().allowedOrigins(FRIEND));
  private final WireClient friendly = listed.client();

  @ParameterizedTest
  @EnumSource
  void aPageOfTheSameOriginMayOpen(Way way) {
    try (Connection connection = Connection.opens(client, way, "Origin: http://" + client.host())) {
      connection.session();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatSendsNoOriginMayOpen(Way way) {
    try (Connection connection = Connection.opens(client, way)) {
      connection.session();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPageOfAnotherOriginMayNot(Way way) {
    try (Connection connection = Connection.opens(client, way, STRANGER)) {
      assertEquals(403, connection.status());
    }
    assertEquals(0, application.sessionsOpened());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://friend.example.evil.example",
        "https://evilfriend.example",
        "http://friend.example",
        "https://friend.example:8443",
        "https://friend.example/",
        "null",
        "https://FRIEND.example@x",
        "https://friend.example https://evil.example",
        "*",
        ""
      })
  void whatOnlyLooksLikeAnAllowedOriginIsNone(String origin) {
    try (HttpReply reply = friendly.opensStream("Origin: " + origin)) {
      assertEquals(403, reply.status());
      assertFalse(reply.header("Access-Control-Allow-Origin").isPresent());
    }
  }

  @Test
  void everyRequestOfASessionIsChecked() {
    String token = client.session().token();
    try (HttpReply poll = client.polls(token, 2, 0, 0, STRANGER);
        HttpReply stream = client.attachesStream(token, 3, 0, STRANGER);
        HttpReply post = client.posts("/" + token + "?seq=1", "data: x\n\n", STRANGER);
        HttpReply plain = client.posts("/" + token, "x", STRANGER);
        HttpReply ack = client.posts("/" + token + "?ack=0", "", STRANGER);
        HttpReply close = client.posts("/" + token + "?close=1000", "", STRANGER);
        HttpReply delete = client.asks("DELETE", "/" + token, "", STRANGER);
        HttpReply probe =
            client.gets("/" + token + "?probe=1", "Accept: text/event-stream", STRANGER);
        WireWebSocket socket = client.attachesWebSocket(token, 4, 0, STRANGER);
        WireWebSocket bare = client.webSocket("", STRANGER)) {
      for (HttpReply reply :
          List.of(
              poll,
              stream,
              post,
              plain,
              ack,
              close,
              delete,
              probe,
              socket.handshake(),
              bare.handshake())) {
        assertEquals(403, reply.status());
        assertFalse(reply.header("Access-Control-Allow-Origin").isPresent(), reply::toString);
        assertFalse(reply.header("Access-Control-Allow-Credentials").isPresent());
      }
    }
    client.postsBatch(token, 1, Payload.text("undisturbed")).close();
    assertEquals(Payload.text("undisturbed"), application.hears());
    assertFalse(application.hasClosedAny());
  }

  @Test
  void anAllowedOriginIsNamedOnRepliesAndOnErrors() {
    String origin = "Origin: " + FRIEND;
    try (HttpReply opened = friendly.posts("?v=1", "", origin)) {
      assertAllowed(opened);
      String token = opened.session().token();
      try (HttpReply stream = friendly.attachesStream(token, 2, 0, origin);
          HttpReply post = friendly.posts("/" + token + "?seq=1", "data: x\n\n", origin);
          HttpReply ahead = friendly.posts("/" + token + "?seq=9", "data: x\n\n", origin);
          HttpReply stale = friendly.polls(token, 1, 0, 0, origin);
          HttpReply malformed = friendly.polls(token, -1, 0, 0, origin);
          HttpReply unknown = friendly.polls("nobody", 1, 0, 0, origin);
          HttpReply description = friendly.gets("", origin)) {
        for (HttpReply reply :
            List.of(stream, post, ahead, stale, malformed, unknown, description)) {
          assertAllowed(reply);
        }
      }
    }
  }

  @Test
  void aPreflightOfAnAllowedOriginIsAnswered() {
    try (HttpReply preflight =
        friendly.asks(
            "OPTIONS",
            "/token",
            "",
            "Origin: " + FRIEND,
            "Access-Control-Request-Method: DELETE",
            "Access-Control-Request-Headers: x-whatever, content-type")) {
      assertTrue(preflight.status() == 200 || preflight.status() == 204, preflight::toString);
      assertEquals(FRIEND, preflight.header("Access-Control-Allow-Origin").orElse(""));
      assertTrue(preflight.headerLists("Access-Control-Allow-Methods", "DELETE"));
      assertTrue(preflight.headerLists("Access-Control-Allow-Methods", "POST"));
    }
  }

  @Test
  void aPreflightOfAStrangerIsNot() {
    try (HttpReply preflight =
        friendly.asks("OPTIONS", "", "", STRANGER, "Access-Control-Request-Method: POST")) {
      assertFalse(preflight.header("Access-Control-Allow-Origin").isPresent());
      assertFalse(preflight.header("Access-Control-Allow-Credentials").isPresent());
    }
  }

  @Test
  void anyOriginMeansAnyWithoutCredentials() {
    try (Host anyone = Host.of(new Application().channel().allowedOrigins("*"));
        HttpReply reply = anyone.client().posts("?v=1", "", STRANGER)) {
      assertEquals(200, reply.status());
      assertFalse(
          reply.header("Access-Control-Allow-Credentials").isPresent(),
          "credentials for everybody");
    }
  }

  @Test
  void aBrowserThatSaysSameOriginIsBelievedBehindAProxyThatRewritesTheHost() {
    String origin = "Origin: https://public.example";
    try (HttpReply reply = client.posts("?v=1", "", origin, "Sec-Fetch-Site: same-origin")) {
      assertEquals(200, reply.status());
    }
    for (String site : List.of("cross-site", "same-site", "none")) {
      try (HttpReply reply = client.posts("?v=1", "", origin, "Sec-Fetch-Site: " + site)) {
        assertEquals(403, reply.status(), site);
      }
    }
  }

  @Test
  void repliesVaryByOrigin() {
    try (HttpReply reply = friendly.posts("?v=1", "", "Origin: " + FRIEND)) {
      assertTrue(reply.headerLists("Vary", "Origin"), reply::toString);
    }
  }

  private static void assertAllowed(HttpReply reply) {
    assertEquals(FRIEND, reply.header("Access-Control-Allow-Origin").orElse(""), reply::toString);
    assertTrue(reply.headerLists("Access-Control-Expose-Headers", "Retry-After"), reply::toString);
  }
}
