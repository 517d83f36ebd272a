package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages and batches at their limits and beyond. */
class LimitsTest {

  private static final int MAX_MESSAGE = 10_000;
  private static final int MAX_BATCH = 8_000;

  private final Application application = new Application();

  @AutoClose
  private final Host host =
      Host.of(application.channel().maxMessage(MAX_MESSAGE).maxBatch(MAX_BATCH));

  private final WireClient client = host.client();

  @ParameterizedTest
  @EnumSource
  void theLargestMessageGoesThereAndBack(Way way) {
    application.echoes();
    try (ReliableClient peer = ReliableClient.opens(client, way)) {
      for (Payload largest :
          new Payload[] {
            Payload.bytes(MAX_MESSAGE),
            Payload.text("x".repeat(MAX_MESSAGE)),
            Payload.text("é".repeat(MAX_MESSAGE / 2)),
            // Swells most in a batch: a JSON string of control characters.
            Payload.text("\r\u0001".repeat(MAX_MESSAGE / 2)),
            Payload.text("\n".repeat(MAX_MESSAGE))
          }) {
        peer.says(largest);
        assertEquals(largest, peer.hears());
      }
    }
  }

  @Test
  void oneByteMoreEndsAWebSocketSessionWith1009() {
    for (Payload tooBig :
        new Payload[] {
          Payload.bytes(MAX_MESSAGE + 1),
          Payload.text("x".repeat(MAX_MESSAGE + 1)),
          Payload.text("x" + "é".repeat(MAX_MESSAGE / 2))
        }) {
      try (WireWebSocket socket = client.opensWebSocket()) {
        socket.session();
        socket.sends("n1").sends(tooBig);

        assertEquals(1009, socket.closeCode());
      }
      assertEquals(1009, application.closeCode());
    }
    assertFalse(application.hasHeardMore());
  }

  @Test
  void oneByteMoreInAPostIs413AndTheSessionLives() {
    SessionRecord session = client.session();
    for (Payload tooBig :
        new Payload[] {
          Payload.bytes(MAX_MESSAGE + 1),
          Payload.text("x".repeat(MAX_MESSAGE + 1)),
          Payload.text("\r" + "é".repeat(MAX_MESSAGE / 2))
        }) {
      try (HttpReply reply = client.postsBatch(session.token(), 1, tooBig)) {
        assertEquals(413, reply.status());
        assertEquals(1009, reply.code());
      }
    }
    try (HttpReply reply = client.postsBatch(session.token(), 1, Payload.text("fits"))) {
      assertEquals(1, reply.next("ack").number());
    }
    assertEquals(Payload.text("fits"), application.hears());
  }

  @Test
  void aBatchOfSeveralMessagesOverItsLimitIs413AndNothingCounts() {
    SessionRecord session = client.session();
    Payload half = Payload.text("x".repeat(MAX_BATCH / 2));
    try (HttpReply reply = client.postsBatch(session.token(), 1, half, half, half)) {
      assertEquals(413, reply.status());
      assertEquals(1009, reply.code());
    }
    assertFalse(application.hasHeardMore());
    try (HttpReply reply = client.postsBatch(session.token(), 1, half)) {
      assertEquals(1, reply.next("ack").number());
    }
  }

  @Test
  void anUnnumberedPostOverTheLimitIs413() {
    SessionRecord session = client.session();
    try (HttpReply reply = client.posts("/" + session.token(), "x".repeat(MAX_MESSAGE + 1))) {
      assertEquals(413, reply.status());
    }
    try (HttpReply reply = client.posts("/" + session.token(), "x".repeat(MAX_MESSAGE))) {
      assertEquals(200, reply.status());
    }
    assertEquals(MAX_MESSAGE, application.hears().size());
  }

  @Test
  void aHugeBodyIsRefusedBeforeItIsRead() {
    SessionRecord session = client.session();
    Line line =
        Line.to(client.port())
            .write(
                "POST /channel/"
                    + session.token()
                    + "?seq=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000000\r\n\r\n");
    try (HttpReply reply = HttpReply.on(line)) {
      assertEquals(413, reply.status());
    }
  }

  @Test
  void aBodyWithoutEndIsRefusedAtTheLimit() {
    SessionRecord session = client.session();
    Line line =
        Line.to(client.port())
            .write(
                "POST /channel/"
                    + session.token()
                    + "?seq=1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
    Daemons.run(
        "endless-body",
        () -> {
          try {
            for (int i = 0; i < 100_000; i++) {
              line.write(chunk);
            }
          } catch (java.io.UncheckedIOException e) {
            // Cut off, as it should be.
          }
        });
    try (HttpReply reply = HttpReply.on(line)) {
      assertEquals(413, reply.status());
    }
  }

  @Test
  void aFrameThatOnlyClaimsToBeHugeIsRefused() {
    try (WireWebSocket socket = client.opensWebSocket()) {
      socket.session();
      socket
          .line()
          .write(
              new byte[] {(byte) 0x82, (byte) 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6});

      assertEquals(1009, socket.closeCode());
    }
  }

  @Test
  void fragmentsThatAddUpToTooMuchAreRefused() {
    try (WireWebSocket socket = client.opensWebSocket()) {
      socket.session();
      socket.sends("n1").sends(false, 2, new byte[MAX_MESSAGE - 1]).sends(false, 0, new byte[1]);
      socket.sends(true, 0, new byte[1]);

      assertEquals(1009, socket.closeCode());
    }
    assertFalse(application.hasHeardMore());
  }

  @Test
  void theApplicationCannotSendMoreThanTheLimitEither() {
    client.session();
    Session session = application.session();

    assertThrows(IllegalArgumentException.class, () -> session.send(new byte[MAX_MESSAGE + 1]));
    session.send(new byte[MAX_MESSAGE]);
    assertEquals(1, session.pendingMessages());
  }

  @Test
  void aUriBeyondReasonHarmsNobody() {
    SessionRecord session = client.session();
    try (HttpReply reply =
        client.gets("/" + session.token() + "?attach=2&ack=0&x=" + "y".repeat(60_000))) {
      assertEquals(414, reply.status(), reply::toString);
    }
    client.polls(session.token(), 2, 0, 0).text();
  }
}
