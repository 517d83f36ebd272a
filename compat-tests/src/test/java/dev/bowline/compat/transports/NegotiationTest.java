package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.Transport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/event-stream",
        "TEXT/EVENT-STREAM",
        "text/event-stream;q=0.9, */*;q=0.1",
        "application/json, text/event-stream"
      })
  void whoeverAcceptsAnEventStreamGetsOne(String accept) {
    try (HttpReply reply = client.gets("?v=1", "Accept: " + accept)) {
      assertEquals("text/event-stream", reply.type());
      reply.session();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "text/*", "application/json", "text/event-streams", ""})
  void anyOtherAcceptOnATokenIsAPoll(String accept) {
    String token = client.session().token();
    application.session().send("x");

    try (HttpReply reply = client.gets(WireClient.poll(token, 2, 0, 10_000), "Accept: " + accept)) {
      assertEquals(Payload.text("x"), reply.next().payload());
      assertTrue(reply.events().maybeNext().isEmpty(), "a poll ends");
    }
  }

  @Test
  void aRequestWithoutAcceptOnATokenIsAPoll() {
    String token = client.session().token();
    application.session().send("x");

    try (HttpReply reply = client.polls(token, 2, 0, 10_000)) {
      assertEquals("text/event-stream", reply.type());
      assertEquals(Payload.text("x"), reply.next("message").payload());
    }
  }

  @Test
  void anUpgradeToSomethingElseIsIgnored() {
    String[] jdk = {
      "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAEAAEAAAAIAAAAA"
    };

    try (HttpReply reply = client.posts("?v=1", "", jdk)) {
      assertEquals(200, reply.status());
      String token = reply.session().token();
      application.session().send("x");
      try (HttpReply poll = client.gets(WireClient.poll(token, 2, 0, 10_000), jdk)) {
        assertEquals(200, poll.status());
        assertEquals(Payload.text("x"), poll.next().payload());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "0", "14", "7"})
  void aWebSocketOfAnotherVersionIsToldWhich(String version) {
    try (WireWebSocket socket = client.opensWebSocket("Sec-WebSocket-Version: " + version)) {
      assertEquals(426, socket.handshake().status());
      assertEquals("13", socket.handshake().header("Sec-WebSocket-Version").orElse(""));
    }
    assertEquals(0, application.sessionsOpened());
  }

  @Test
  @SuppressWarnings("StringConcatToTextBlock") // CRLF is the point
  void aHandshakeOfTheFirstDraftsIsRefused() {
    Line line =
        Line.to(client.port())
            .write(
                "GET /channel HTTP/1.1\r\nHost: x\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n"
                    + "Origin: http://x\r\nSec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\n"
                    + "Sec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\n\r\n^n:ds[4U");
    try (HttpReply reply = HttpReply.on(line)) {
      assertTrue(reply.status() >= 400 && reply.status() < 500, reply::toString);
      line.ends();
    }
    assertEquals(0, application.sessionsOpened());
  }

  @Test
  void onlyUnknownSubprotocolsAreRefusedBeforeTheUpgrade() {
    try (WireWebSocket socket = client.opensWebSocket("Sec-WebSocket-Protocol: soap, mqtt")) {
      assertEquals(400, socket.handshake().status());
    }
    assertEquals(0, application.sessionsOpened());
  }

  @Test
  void aKnownSubprotocolAmongOthersIsChosen() {
    try (WireWebSocket socket = client.opensWebSocket("Sec-WebSocket-Protocol: mqtt, bowline.v1")) {
      assertEquals("bowline.v1", socket.handshake().header("Sec-WebSocket-Protocol").orElse(""));
      socket.session();
    }
  }

  @Test
  void aWebSocketWithoutSubprotocolIsBare() {
    try (WireWebSocket socket = client.webSocket("")) {
      assertFalse(socket.mustBeOpen().handshake().header("Sec-WebSocket-Protocol").isPresent());
      application.session().send("as it is");
      assertEquals("as it is", socket.next().text());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUnknownTokenIs404(Way way) {
    try (Connection connection = Connection.attaches(client, way, "AAAAAAAAAAAAAAAAAAAAAA", 2, 0)) {
      assertEquals(4404, connection.refusal());
    }
  }

  @Test
  void anUnknownTokenIsToldAfterTheUpgradeBecauseABrowserHidesTheStatusOfARefusedOne() {
    try (WireWebSocket socket = client.attachesWebSocket("AAAAAAAAAAAAAAAAAAAAAA", 2, 0)) {
      assertEquals(101, socket.handshake().status());
      assertEquals(4404, socket.next('e').json().number("code"));
      assertEquals(4404, socket.closeCode());
    }
  }

  @Test
  void anUnknownTokenCannotBePostedToOrDeleted() {
    for (String suffix : new String[] {"?seq=1", "?ack=0", "?close=1000", ""}) {
      try (HttpReply reply = client.posts("/AAAAAAAAAAAAAAAAAAAAAA" + suffix, "data: x\n\n")) {
        assertEquals(404, reply.status(), suffix);
        assertEquals(4404, reply.code());
      }
    }
    try (HttpReply reply = client.asks("DELETE", "/AAAAAAAAAAAAAAAAAAAAAA", "")) {
      assertEquals(404, reply.status());
    }
  }

  @Test
  void ofARepeatedParameterTheFirstCounts() {
    String token = client.session().token();
    application.session().send("x");

    try (HttpReply reply = client.gets("/" + token + "?attach=2&attach=1&ack=0&ack=77&wait=0")) {
      assertEquals(200, reply.status());
      assertEquals(Payload.text("x"), reply.next().payload());
    }
  }

  @Test
  void anUnknownParameterIsIgnored() {
    String token = client.session().token();
    application.session().send("x");

    try (HttpReply reply =
        client.gets("/" + token + "?attach=2&ack=0&wait=0&colour=blue&attach2=x&=&%20")) {
      assertEquals(Payload.text("x"), reply.next().payload());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attach=x&ack=0",
        "attach=-1&ack=0",
        "attach=2&ack=",
        "attach=2&ack=1e3",
        "attach=&ack=0",
        "attach=2&ack=0&wait=soon",
        "attach=2&ack=0&wait=-5",
        "attach=99999999999999999999&ack=0",
        "attach=2&ack=9007199254740993",
        "attach=2&ack=+1",
        "attach=2&ack=0x1",
        "attach=2.0&ack=0",
        "attach=2&ack=%D9%A1"
      })
  void aMalformedNumberIs400AndChangesNothing(String parameters) {
    String token = client.session().token();
    application.session().send("x");

    try (HttpReply reply = client.gets("/" + token + "?" + parameters)) {
      assertEquals(400, reply.status());
      assertEquals(4400, reply.code());
    }
    try (HttpReply poll = client.polls(token, 2, 0, 0)) {
      assertEquals(Payload.text("x"), poll.next().payload());
    }
  }

  @Test
  void withoutAnAttachNumberARequestMadeByHandCountsAsOneHigher() {
    String token = client.session().token();
    try (HttpReply stream = client.gets("/" + token + "?ack=0", "Accept: text/event-stream")) {
      stream.session();
      application.session().send("x");
      assertEquals(Payload.text("x"), stream.next().payload());

      try (HttpReply poll = client.gets("/" + token + "?ack=0&wait=0")) {
        assertEquals(Payload.text("x"), poll.next().payload());
      }
      assertEquals(4409, stream.next("error").json().number("code"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTransportThatIsSwitchedOffIs406(Way way) {
    ChannelBuilder channel = new Application().channel();
    switch (way) {
      case WEBSOCKET -> channel.transports(Transport.SSE, Transport.POLLING);
      case STREAM -> channel.transports(Transport.WEBSOCKET, Transport.POLLING);
      case POLL -> channel.transports(Transport.WEBSOCKET, Transport.SSE);
    }
    try (Host choosy = Host.of(channel);
        Connection connection = Connection.opens(choosy.client(), way)) {
      assertEquals(4406, connection.refusal());
    }
  }

  @Test
  void methodsThatMeanNothingAreRefusedWithoutHarm() {
    String token = client.session().token();
    for (String method : new String[] {"PUT", "PATCH", "TRACE", "BREW"}) {
      for (String suffix : new String[] {"?v=1", "/" + token + "?seq=1"}) {
        try (HttpReply reply = client.asks(method, suffix, "")) {
          assertTrue(reply.status() >= 400 && reply.status() < 600, reply::toString);
        }
      }
    }
    client.polls(token, 2, 0, 0).close();
    assertEquals(1, application.sessionsOpened());
  }

  @Test
  void aPathBelowATokenIsNobodys() {
    String token = client.session().token();
    try (HttpReply reply = client.gets("/" + token + "/more?attach=2&ack=0&wait=0")) {
      assertEquals(404, reply.status());
    }
  }
}
