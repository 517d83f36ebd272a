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
import dev.bowline.server.Authenticator;
import dev.bowline.server.ClientRequest;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose a session is, and that it stays so. */
class PrincipalTest {

  private static final String ALICE = "Cookie: user=alice";
  private static final String BOB = "Cookie: user=bob";

  private final Application application = new Application();

  @AutoClose
  private final Host host = Host.of(application.channel().authenticator(PrincipalTest::byCookie));

  private final WireClient client = host.client();

  private static CompletionStage<Authenticator.Answer> byCookie(ClientRequest request) {
    return CompletableFuture.supplyAsync(
            () -> request.cookie("user").or(() -> request.query("user")))
        .thenCompose(
            user ->
                user.isPresent()
                    ? Authenticator.Answer.accept(user.get())
                    : Authenticator.Answer.refuse("who are you?"));
  }

  @ParameterizedTest
  @EnumSource
  void aSessionBelongsToWhoeverTheAuthenticatorSays(Way way) {
    try (Connection connection = Connection.opens(client, way, ALICE)) {
      connection.session();

      assertEquals("alice", application.session().principal().map(Principal::getName).orElse(""));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverIsRefusedGets401InsteadOfASession(Way way) {
    try (Connection connection = Connection.opens(client, way)) {
      assertEquals(401, connection.status());
      assertEquals(4401, connection.refusal());
    }
    assertEquals(0, application.sessionsOpened());
  }

  @Test
  void everyRequestOfASessionMustBeItsPrincipals() {
    String token;
    try (HttpReply opened = client.posts("?v=1", "", ALICE)) {
      token = opened.session().token();
    }
    for (String cookie : List.of(BOB, "Cookie: other=alice")) {
      try (HttpReply poll = client.polls(token, 2, 0, 0, cookie);
          HttpReply stream = client.attachesStream(token, 3, 0, cookie);
          HttpReply post = client.posts("/" + token + "?seq=1", "data: x\n\n", cookie);
          HttpReply plain = client.posts("/" + token, "x", cookie);
          HttpReply close = client.posts("/" + token + "?close=1000", "", cookie);
          HttpReply delete = client.asks("DELETE", "/" + token, "", cookie);
          WireWebSocket socket = client.attachesWebSocket(token, 4, 0, cookie)) {
        for (HttpReply reply : List.of(poll, stream, post, plain, close, delete)) {
          assertEquals(401, reply.status());
          assertEquals(4401, reply.code());
        }
        int status = socket.handshake().status();
        assertTrue(status == 401 || (status == 101 && socket.closeCode() == 4401), "" + status);
      }
    }
    try (HttpReply post = client.posts("/" + token + "?seq=1", "data: mine\n\n", ALICE)) {
      assertEquals(200, post.status());
    }
    assertEquals(Payload.text("mine"), application.hears());
    assertFalse(application.hasClosedAny());
  }

  @Test
  void aWebSocketAndAStreamOfThePrincipalsMayTakeTurns() {
    try (WireWebSocket socket = client.opensWebSocket(ALICE)) {
      String token = socket.session().token();
      try (HttpReply stream = client.attachesStream(token, 2, 0, ALICE)) {
        assertTrue(stream.session().resumed());
      }
    }
  }

  @Test
  void theAuthenticatorSeesTheQuery() {
    try (WireWebSocket socket =
        client.webSocket("?user=carol", "Sec-WebSocket-Protocol: bowline.v1")) {
      socket.session();
      assertEquals("carol", application.session().principal().map(Principal::getName).orElse(""));
    }
  }

  @Test
  void anAuthenticatorThatFailsRefusesTheRequestAndHarmsNobody() {
    Application broken = new Application();
    try (Host failing =
        Host.of(
            broken
                .channel()
                .authenticator(
                    request ->
                        request.header("X-Fail").isPresent()
                            ? CompletableFuture.failedFuture(new IllegalStateException("down"))
                            : Authenticator.Answer.anonymous()))) {
      try (HttpReply reply = failing.client().posts("?v=1", "", "X-Fail: 1")) {
        assertEquals(500, reply.status());
      }
      failing.client().session();
      assertEquals(1, broken.sessionsOpened());
    }
  }

  @Test
  void sessionsOfOnePrincipalAreCounted() {
    Application counted = new Application();
    try (Host strict =
        Host.of(
            counted.channel().authenticator(PrincipalTest::byCookie).maxSessionsPerPrincipal(2))) {
      WireClient strictClient = strict.client();
      strictClient.posts("?v=1", "", ALICE).close();
      String second;
      try (HttpReply reply = strictClient.posts("?v=1", "", ALICE)) {
        second = reply.session().token();
      }
      try (HttpReply third = strictClient.posts("?v=1", "", ALICE)) {
        assertEquals(429, third.status());
        assertTrue(third.header("Retry-After").isPresent());
      }
      try (HttpReply other = strictClient.posts("?v=1", "", BOB)) {
        assertEquals(200, other.status());
      }
      strictClient.asks("DELETE", "/" + second, "", ALICE).close();
      counted.closed();
      try (HttpReply again = strictClient.posts("?v=1", "", ALICE)) {
        assertEquals(200, again.status());
      }
    }
  }
}
