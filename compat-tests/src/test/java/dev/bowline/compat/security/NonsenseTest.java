package dev.bowline.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nonsense of every kind beside a healthy session, which must not notice. */
@SuppressWarnings("StringConcatToTextBlock") // CRLF is the point
class NonsenseTest {

  private static final List<String> NUMBERS =
      List.of(
          "",
          "-1",
          "x",
          "1e9",
          "0x10",
          "1.5",
          " 1",
          "1 ",
          "+1",
          "%00",
          "%31%00",
          "NaN",
          "null",
          "9007199254740992",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999999999999999999",
          "\u0661".repeat(1),
          "1,2",
          "1;2",
          "٣");

  private final Application application = new Application().echoes();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();

  @ParameterizedTest
  @EnumSource
  void noNumberDamagesASession(Way way) {
    try (ReliableClient healthy = ReliableClient.opens(client, way)) {
      String token = client.session().token();
      for (String name : List.of("attach", "ack", "wait", "seq", "close", "pad", "probe", "v")) {
        for (String number : NUMBERS) {
          String bad = name + "=" + encoded(number);
          for (String target :
              List.of(
                  "/" + token + "?attach=2&ack=0&wait=0&" + bad,
                  "/" + token + "?" + bad,
                  "?" + bad)) {
            for (String method : List.of("GET", "POST")) {
              try (HttpReply reply = client.asks(method, target, "", "Accept: x/y")) {
                assertTrue(reply.status() < 500, () -> method + " " + target + ": " + reply);
              }
            }
          }
        }
        echoes(healthy);
      }
      assertTrue(healthy.failure().isEmpty(), healthy::toString);
      assertEquals(way == Way.POLL ? healthy.attaches() : 0, healthy.attaches());
    }
  }

  @Test
  void noFrameDamagesAnotherSession() {
    Random random = new Random(7);
    try (ReliableClient healthy = ReliableClient.opens(client, Way.WEBSOCKET)) {
      for (int i = 0; i < 150; i++) {
        try (WireWebSocket socket = client.opensWebSocket()) {
          socket.session();
          byte[] noise = new byte[random.nextInt(200)];
          random.nextBytes(noise);
          try {
            if (i % 2 == 0) {
              socket.line().write(noise);
            } else {
              socket.sends(true, 1 + random.nextInt(2), noise);
            }
          } catch (UncheckedIOException e) {
            // Cut off already.
          }
        }
      }
      echoes(healthy);
      assertTrue(healthy.failure().isEmpty(), healthy::toString);
      assertEquals(0, healthy.attaches());
    }
  }

  @Test
  void noBytesOnASocketDamageASession() {
    Random random = new Random(11);
    try (ReliableClient healthy = ReliableClient.opens(client, Way.STREAM)) {
      for (String request :
          List.of(
              "\r\n\r\n",
              "GET",
              "GET /channel",
              "GET /channel HTTP/9.9\r\n\r\n",
              "POST /channel?v=1 HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
              "POST /channel?v=1 HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
              "POST /channel?v=1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
              "GET /channel/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
              "GET /channel/../channel/%2e%2e/x HTTP/1.1\r\nHost: x\r\n\r\n",
              "GET /channel/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
              "GET /channel?%zz=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
              "GET /channel HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n",
              "GET /channel HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n",
              "POST /channel HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                  + "Content-Length: 0\r\n\r\n")) {
        Line line = Line.to(client.port()).write(request);
        line.halfCloses();
        assertTrue(line.ends() || request.length() < 20, request);
      }
      for (int i = 0; i < 50; i++) {
        byte[] noise = new byte[random.nextInt(2_000)];
        random.nextBytes(noise);
        try (Line line = Line.to(client.port())) {
          line.write(noise);
        } catch (UncheckedIOException e) {
          // Cut off already.
        }
      }
      echoes(healthy);
      assertTrue(healthy.failure().isEmpty(), healthy::toString);
      assertEquals(0, healthy.attaches());
    }
  }

  @Test
  void whoeverGuessesTokensLearnsNothing() {
    String token = client.session().token();
    for (String guess :
        List.of(
            token.substring(1),
            token + "A",
            token.toLowerCase(Locale.ROOT),
            "..",
            "%2e%2e",
            token + "%00",
            token + "%2f",
            "A".repeat(1_000))) {
      if (!guess.equals(token)) {
        try (HttpReply reply = client.gets("/" + guess + "?attach=2&ack=0&wait=0")) {
          assertTrue(reply.status() == 404 || reply.status() == 400, guess + ": " + reply);
        }
      }
    }
    assertFalse(application.hasClosedAny());
  }

  private void echoes(ReliableClient healthy) {
    healthy.says("are you there?");
    assertEquals(Payload.text("are you there?"), healthy.hears());
  }

  private static String encoded(String number) {
    return number.chars().allMatch(c -> c < 0x80)
        ? number.replace(" ", "%20")
        : java.net.URLEncoder.encode(number, java.nio.charset.StandardCharsets.UTF_8);
  }
}
