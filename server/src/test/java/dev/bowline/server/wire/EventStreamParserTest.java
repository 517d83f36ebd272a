package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.wire.Events.Event;
import dev.bowline.server.wire.Vectors.Vector;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamParserTest {
  @ParameterizedTest
  @MethodSource("streams")
  void aStreamGivesTheEventsThatTheVectorsSay(Vector vector) {
    assertEquals(expected(vector), Events.of(vector.bytes("input")));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void whereAStreamIsCutMakesNoDifference(Vector vector) {
    byte[] stream = vector.bytes("input");

    assertEquals(expected(vector), Events.of(stream, 1), "byte by byte");
    for (int cut = 0; cut <= stream.length; cut++) {
      assertEquals(expected(vector), Events.cutAt(cut, stream), "cut at " + cut);
    }
  }

  @Test
  void anEventIsDeliveredAsSoonAsItsBlankLineHasCome() {
    Events events = new Events();
    EventStreamParser parser = new EventStreamParser(100, events);

    push(parser, "data: a\r");
    assertEquals(List.of(), events.seen());
    push(parser, "\r");
    assertEquals(List.of(new Event("message", "a")), events.seen());
  }

  @Test
  void aDirectBufferAndASliceOfAnArrayAreTakenWhole() {
    byte[] padded = "xxdata: a\n\nyy".getBytes(UTF_8);
    ByteBuffer slice = ByteBuffer.wrap(padded).position(1).slice().position(1).limit(10);
    ByteBuffer direct = ByteBuffer.allocateDirect(9).put(padded, 2, 9).flip();

    for (ByteBuffer piece : List.of(slice.asReadOnlyBuffer(), slice, direct)) {
      Events events = new Events();
      new EventStreamParser(100, events).push(piece);

      assertEquals(List.of(new Event("message", "a")), events.seen());
      assertFalse(piece.hasRemaining());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: 0123456789",
        "data: 0123456789\n",
        "data: 0123\ndata: 4567\ndata: 8",
        "event: 0123456789\n",
        "event: 0123456789",
        "unknown: 0123456789",
        "0123456789abcdef"
      })
  void anEventBeyondTheBoundIsRefusedHoweverItComes(String stream) {
    for (int pieceSize : new int[] {1, 3, 100}) {
      byte[] bytes = stream.getBytes(UTF_8);
      EventStreamParser parser = new EventStreamParser(10, new Events());

      assertThrows(
          TooBigException.class,
          () -> {
            for (int at = 0; at < bytes.length; at += pieceSize) {
              parser.push(bytes, at, Math.min(pieceSize, bytes.length - at));
            }
            push(parser, "\n\n");
          },
          "in pieces of " + pieceSize);
    }
  }

  @Test
  void theBoundIsForEachEventNotForTheStream() {
    Events events = new Events();
    EventStreamParser parser = new EventStreamParser(10, events);

    for (int i = 0; i < 1000; i++) {
      push(parser, "data: a\n\n");
    }

    assertEquals(1000, events.seen().size());
  }

  @Test
  void aCommentMayBeAsLongAsItLikes() {
    Events events = new Events();
    EventStreamParser parser = new EventStreamParser(10, events);

    push(parser, "data: a\n");
    for (int i = 0; i < 1000; i++) {
      push(parser, i == 0 ? ": a comment" : " that goes on");
    }
    push(parser, "\ndata: b\n\n");

    assertEquals(List.of(new Event("message", "a\nb")), events.seen());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "data: a\n\n", "data: a\r\r", ": a\n", "id: 7\n", "\uFEFF"})
  void aStreamMayEndAfterABlankLine(String stream) {
    EventStreamParser parser = new EventStreamParser(100, new Events());
    push(parser, stream);
    assertFalse(parser.isUnfinished());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"data: a\n", "data: a", "event: a\n", "d", ":", "data: a\n\n:", "data\r\n"})
  void aStreamThatEndsElsewhereIsUnfinished(String stream) {
    EventStreamParser parser = new EventStreamParser(100, new Events());
    push(parser, stream);
    assertTrue(parser.isUnfinished());
  }

  @Test
  void aStreamThatEndsInsideItsByteOrderMarkIsUnfinished() {
    EventStreamParser parser = new EventStreamParser(100, new Events());
    parser.push(new byte[] {(byte) 0xEF, (byte) 0xBB}, 0, 2);
    assertTrue(parser.isUnfinished());
  }

  private static void push(EventStreamParser parser, String piece) {
    parser.push(ByteBuffer.wrap(piece.getBytes(UTF_8)));
  }

  private static List<Event> expected(Vector vector) {
    return vector.list("events").map(e -> new Event(e.text("type"), e.text("data"))).toList();
  }

  static Stream<Vector> streams() {
    return Vectors.of("streams.json");
  }
}
