package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Frame;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 underneath: fragments, control frames between them, and frames that break its rules. */
class FramingTest {

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();
  @AutoClose private final WireWebSocket socket = client.opensWebSocket();
  private final String token = socket.session().token();

  @Test
  void fragmentsAreOneMessage() {
    socket.sends("n1");
    byte[] text = "mé日\uD83D\uDE00".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length; i++) {
      socket.sends(
          i == text.length - 1,
          i == 0 ? Frame.TEXT : Frame.CONTINUATION,
          Arrays.copyOfRange(text, i, i + 1));
    }

    assertEquals(Payload.text("é日\uD83D\uDE00"), application.hears());
  }

  @Test
  void evenTheFirstCharacterMayStandInAFragmentOfItsOwn() {
    socket.sends(false, Frame.TEXT, new byte[0]).sends(false, Frame.CONTINUATION, new byte[] {'n'});
    socket.sends(true, Frame.CONTINUATION, new byte[] {'1'}).sends("mx");

    assertEquals(Payload.text("x"), application.hears());
  }

  @Test
  void controlFramesMayComeBetweenFragments() {
    socket.sends("n1");
    socket.sends(false, Frame.BINARY, new byte[] {1});
    socket.sends(true, Frame.PING, new byte[] {9});
    socket.sends(true, Frame.PONG, new byte[0]);
    socket.sends(true, Frame.CONTINUATION, new byte[] {2});

    assertEquals(Payload.binary((byte) 1, (byte) 2), application.hears());
    Frame pong = socket.nextButPings();
    while (pong.opcode() != Frame.PONG) {
      pong = socket.nextButPings();
    }
    assertEquals(9, pong.payload()[0]);
  }

  @Test
  void manyFramesMayComeInOneSegmentAndOneFrameInMany() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(encoded("n1"));
    for (int i = 0; i < 100; i++) {
      all.writeBytes(encoded("m" + i));
    }
    socket.line().write(all.toByteArray());
    for (byte one : encoded("mlast")) {
      socket.line().write(new byte[] {one});
    }

    for (int i = 0; i < 100; i++) {
      assertEquals(Payload.text("" + i), application.hears());
    }
    assertEquals(Payload.text("last"), application.hears());
  }

  @Test
  void aMessageThatIsCutOffInItsMiddleIsNoMessage() {
    socket.sends("n1").sends("mwhole").sends(false, Frame.TEXT, new byte[] {'m', 'h', 'a'});
    assertEquals(Payload.text("whole"), application.hears());
    socket.line().resets();
    application.detached();
    client.postsBatch(token, 2, Payload.text("half")).close();

    assertEquals(Payload.text("half"), application.hears());
    assertFalse(application.hasHeardMore());
  }

  @ParameterizedTest
  @ValueSource(ints = {0xC1, 0xA1, 0x91, 0x83, 0x87, 0x8B, 0x8F, 0x09, 0x80})
  void aFrameThatBreaksTheRulesEndsTheWebSocketAndNotTheServer(int firstByte) {
    socket.line().write(WireWebSocket.encode(firstByte, new byte[] {'m'}));

    assertTrue(socket.line().ends());
    client.session();
  }

  @Test
  void aFrameWithoutAMaskEndsTheWebSocket() {
    socket.line().write(new byte[] {(byte) 0x81, 2, 'n', '1'});

    assertTrue(socket.line().ends());
    client.session();
  }

  @Test
  void anIdleWebSocketIsAskedForNoExtension() {
    assertFalse(socket.handshake().header("Sec-WebSocket-Extensions").isPresent());
    try (WireWebSocket offering =
        client.opensWebSocket(
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")) {
      assertFalse(offering.handshake().header("Sec-WebSocket-Extensions").isPresent());
    }
  }

  private static byte[] encoded(String text) {
    return WireWebSocket.encode(0x81, text.getBytes(StandardCharsets.UTF_8));
  }
}
