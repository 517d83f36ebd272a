package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Awkward;
import dev.bowline.compat.client.Json;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a message is made of, it arrives as it is, and forges nothing. */
class MessagesTest {

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();

  @ParameterizedTest
  @EnumSource
  void awkwardTextReachesTheClientAsItIs(Way way) {
    try (ReliableClient peer = ReliableClient.opens(client, way)) {
      Session session = application.session();
      Awkward.TEXTS.forEach(session::send);

      for (String text : Awkward.TEXTS) {
        assertEquals(Payload.text(text), peer.hears());
      }
      session.send("last");
      assertEquals(Payload.text("last"), peer.hears());
    }
  }

  @ParameterizedTest
  @EnumSource
  void awkwardTextReachesTheServerAsItIs(Way way) {
    try (ReliableClient peer = ReliableClient.opens(client, way)) {
      Awkward.TEXTS.forEach(peer::says);

      for (String text : Awkward.TEXTS) {
        assertEquals(Payload.text(text), application.hears());
      }
      assertFalse(application.hasHeardMore());
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomTextGoesThereAndBack(Way way) {
    application.echoes();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (ReliableClient peer = ReliableClient.opens(client, way)) {
      List<Payload> sent = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(40); length > 0; length--) {
          text.appendCodePoint(codePoint(random));
        }
        sent.add(Payload.text(text.toString()));
      }
      sent.forEach(peer::says);

      for (Payload payload : sent) {
        assertEquals(payload, peer.hears(), () -> "seed " + seed);
      }
    }
  }

  private static int codePoint(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "\r\n: \u0000\uFEFF\u2028".charAt(random.nextInt(7));
      case 1 -> random.nextInt(0x20);
      case 2 -> 0x10000 + random.nextInt(0x100000);
      case 3 -> 0x80 + random.nextInt(0xD700);
      default -> 0x20 + random.nextInt(0x5f);
    };
  }

  @ParameterizedTest
  @EnumSource
  void bytesOfEveryValueGoThereAndBack(Way way) {
    application.echoes();
    try (ReliableClient peer = ReliableClient.opens(client, way)) {
      for (int size : new int[] {0, 1, 2, 3, 4, 5, 125, 126, 127, 256, 65_535, 65_536, 100_003}) {
        peer.says(Payload.bytes(size));
        assertEquals(Payload.bytes(size), peer.hears());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void textAndBinaryKeepTheirOrder(Way way) {
    application.echoes();
    try (ReliableClient peer = ReliableClient.opens(client, way)) {
      for (int i = 0; i < 100; i++) {
        peer.says("text " + i);
        peer.says(Payload.bytes(i));
      }
      for (int i = 0; i < 100; i++) {
        assertEquals(Payload.text("text " + i), peer.hears());
        assertEquals(Payload.bytes(i), peer.hears());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLoneSurrogateOfTheApplicationsBecomesAReplacementCharacter(Way way) {
    try (ReliableClient peer = ReliableClient.opens(client, way)) {
      Session session = application.session();
      session.send("a\uD800b");
      session.send("\uDC00");
      session.send("\r\uD83D");

      assertEquals(Payload.text("a\uFFFDb"), peer.hears());
      assertEquals(Payload.text("\uFFFD"), peer.hears());
      assertEquals(Payload.text("\r\uFFFD"), peer.hears());
    }
  }

  @Test
  void aLoneSurrogateInAPostedJsonStringBecomesAReplacementCharacter() {
    SessionRecord session = client.session();
    client
        .posts(
            "/" + session.token() + "?seq=1",
            "event: text\ndata: \"\\r\\ud800\"\n\nevent: text\ndata: \"\\udc00x\"\n\n")
        .text();

    assertEquals(Payload.text("\r\uFFFD"), application.hears());
    assertEquals(Payload.text("\uFFFDx"), application.hears());
  }

  @Test
  void bytesThatAreNoUtf8InABatchForgeNothing() {
    SessionRecord session = client.session();
    byte[] batch = {'d', 'a', 't', 'a', ':', ' ', (byte) 0xff, (byte) 0xc0, '\n', '\n'};
    try (var reply = client.asks("POST", "/" + session.token() + "?seq=1", batch)) {
      assertTrue(reply.status() == 200 || reply.status() == 400, reply::toString);
      if (reply.status() == 200) {
        assertTrue(application.hears().toString().contains("\uFFFD"));
      }
    }
  }

  @Test
  void textThatIsNoUtf8OnAWebSocketEndsIt() {
    try (var socket = client.opensWebSocket()) {
      socket.session();
      socket.sends("n1").sends(true, 1, new byte[] {'m', (byte) 0xff, (byte) 0xfe});

      int code = socket.closeCode();
      assertTrue(code == 1007 || code == 4400, () -> "closed with " + code);
    }
    assertFalse(application.hasHeardMore());
  }

  @Test
  void theTextOfACloseReasonForgesNothing() {
    try (var stream = client.opensStream()) {
      stream.session();
      application
          .session()
          .close(3000, "a\r\n\r\nevent: session\r\ndata: {}\n\nb\u2028\uD83D\uDE00");
      Json close = stream.next("close").json();

      assertEquals(3000, close.number("code"));
      assertEquals(
          "a\r\n\r\nevent: session\r\ndata: {}\n\nb\u2028\uD83D\uDE00",
          close.get("reason").string());
      assertTrue(stream.events().rest().isEmpty());
    }
  }
}
