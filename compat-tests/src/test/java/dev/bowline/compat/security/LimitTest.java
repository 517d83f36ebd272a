package dev.bowline.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.host.Host;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rates and numbers: refused with a time to come back, and without harm to what is there. */
class LimitTest {

  private final Application application = new Application();

  @Test
  void openingsBeyondTheRateAre429() {
    try (Host host = Host.of(application.channel().opensPerSecond(2))) {
      HttpReply refused = untilRefused(() -> host.client().opensByPost());

      assertRefused(refused);
    }
  }

  @Test
  void postsBeyondTheRateAre429AndNoneOfThemCounts() {
    try (Host host = Host.of(application.channel().postsPerSecond(2))) {
      WireClient client = host.client();
      String token = client.session().token();
      int[] handled = {0};
      HttpReply refused =
          untilRefused(
              () -> {
                HttpReply reply = client.posts("/" + token, "m" + handled[0]);
                handled[0] += reply.status() == 200 ? 1 : 0;
                return reply;
              });

      assertRefused(refused);
      for (int i = 0; i < handled[0]; i++) {
        assertEquals(dev.bowline.compat.client.Payload.text("m" + i), application.hears());
      }
      assertEquals(false, application.hasHeardMore());
    }
  }

  @Test
  void aWebSocketBeyondTheRateIsRefused() {
    try (Host host = Host.of(application.channel().opensPerSecond(1))) {
      untilRefused(() -> host.client().opensByPost()).close();
      try (WireWebSocket socket = host.client().opensWebSocket()) {
        int status = socket.handshake().status();
        assertTrue(status == 429 || (status == 101 && socket.closeCode() == 1013), "" + status);
      }
    }
  }

  @Test
  void sessionsBeyondTheirNumberAreRefusedUntilOneEnds() {
    try (Host host = Host.of(application.channel().maxSessions(3))) {
      WireClient client = host.client();
      List<String> tokens = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        tokens.add(client.session().token());
      }
      try (HttpReply fourth = client.opensByPost()) {
        assertTrue(fourth.status() == 429 || fourth.status() == 503, fourth::toString);
        assertTrue(fourth.header("Retry-After").isPresent());
      }
      client.asks("DELETE", "/" + tokens.get(0), "").close();
      Await.until(
          "there is room",
          () -> {
            try (HttpReply reply = client.opensByPost()) {
              return reply.status() == 200;
            }
          });
      client.polls(tokens.get(1), 2, 0, 0).text();
    }
  }

  private static void assertRefused(HttpReply refused) {
    assertEquals(429, refused.status());
    assertTrue(Integer.parseInt(refused.header("Retry-After").orElse("0")) >= 1);
    assertTrue(refused.next().is("error"));
    refused.close();
  }

  private static HttpReply untilRefused(java.util.function.Supplier<HttpReply> request) {
    for (int i = 0; i < 100; i++) {
      HttpReply reply = request.get();
      if (reply.status() != 200) {
        return reply;
      }
      reply.close();
    }
    throw new AssertionError("a hundred in a row, and none was refused");
  }
}
