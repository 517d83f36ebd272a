package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Frame;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Frames of ours and of the WebSocket layer's own, which take different ways out, while a client
 * doesn't read: messages wait in the middle of one, and whatever else has to be said comes between
 * two, whole.
 */
class FramesUnderwayTest {
  private static final int MESSAGES = 120;

  /** More than a line takes that nobody reads from. */
  private static final int MESSAGE_BYTES = 100_000;

  private final Application application = new Application();

  @AutoClose private final Host host = Host.of(application.channel().sendWindow(MESSAGES, 1 << 24));

  private final WireClient client = host.client();
  @AutoClose private final WireWebSocket socket = client.opensWebSocket();
  private final String id = socket.session().id();

  @Test
  void aPingIsAnsweredBetweenTwoMessages() {
    isToldMuch();
    socket.sends(true, Frame.PING, new byte[] {1}).sends(true, Frame.PING, new byte[] {2});

    List<Frame> frames = readsMessages(0, MESSAGES);
    List<Frame> others = frames.stream().filter(frame -> !frame.isMessage()).toList();
    Frame pong = others.isEmpty() ? socket.next() : others.get(others.size() - 1);
    assertEquals(Frame.PONG, pong.opcode());
    assertEquals(2, pong.payload()[0]);
  }

  @Test
  void aCloseFrameIsAnsweredWithItsCode() {
    isToldMuch();
    socket.sendsClose(4901);

    assertEquals(4901, readsToTheClose().closeCode());
  }

  @Test
  void aCloseRecordIsAnsweredWithItsCode() {
    isToldMuch();
    socket.sends("c{\"code\":4902,\"reason\":\"enough\"}");

    assertEquals(4902, readsToTheClose().closeCode());
    assertEquals(4902, application.closeCode());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 124, 125, 126, 65_534, 65_535, 65_536, 500_000})
  void aFrameOfAnySizeIsWhole(int size) {
    Session session = application.session(id);
    session.send("a".repeat(size));
    session.send(new byte[size]);
    session.send("end");

    assertEquals("m" + "a".repeat(size), socket.next().text());
    assertEquals(size, socket.next().payload().length);
    assertEquals("mend", socket.next().text());
  }

  private void isToldMuch() {
    Session session = application.session(id);
    for (int i = 0; i < MESSAGES; i++) {
      session.send(message(i));
    }
  }

  private static String message(int number) {
    return number + " " + "x".repeat(MESSAGE_BYTES);
  }

  private List<Frame> readsMessages(int from, int to) {
    List<Frame> frames = new ArrayList<>();
    int number = from;
    while (number < to) {
      Frame frame = socket.next();
      frames.add(frame);
      if (frame.isMessage()) {
        assertEquals("m" + message(number++), frame.text());
      }
    }
    return frames;
  }

  /** Whatever messages still come are the right ones, and then the Close. */
  private Frame readsToTheClose() {
    int number = 0;
    Frame frame = socket.next();
    while (!frame.isClose()) {
      assertTrue(frame.isMessage());
      assertEquals("m" + message(number++), frame.text());
      frame = socket.next();
    }
    return frame;
  }
}
