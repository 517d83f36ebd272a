package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Handshakes that a fuzzer has tried. */
class HandshakeTest {
  private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol: bowline.v1";

  @AutoClose private final Host host = Host.of(new Application().echoes().channel().maxSessions(1));
  private final WireClient client = host.client();

  @Test
  void aQueryMayHoldWhateverABrowserLeavesInIt() {
    try (WireWebSocket socket = client.webSocket("?room={a|b}^`", SUBPROTOCOL)) {
      assertEquals("websocket", socket.session().json().get("transports").strings().get(0));
    }
  }

  @Test
  void aHeaderOfTheHandshakeThatMeansNothingIsRefused() {
    try (WireWebSocket socket =
        client.webSocket("", SUBPROTOCOL, "Sec-WebSocket-Extensions: a;b=\"")) {
      assertEquals(400, socket.handshake().status());
      assertEquals(4400, socket.handshake().code());
    }
  }

  @Test
  void aHandshakeThatIsNoneOpensNoSession() {
    try (HttpReply reply =
        client.gets(
            "",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            SUBPROTOCOL)) {
      assertEquals(400, reply.status());
    }
    try (WireWebSocket socket = client.opensWebSocket()) {
      socket.session();
    }
  }
}
