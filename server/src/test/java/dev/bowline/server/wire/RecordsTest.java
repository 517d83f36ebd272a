package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.wire.ProtocolRecord.Ack;
import dev.bowline.server.wire.ProtocolRecord.Attach;
import dev.bowline.server.wire.ProtocolRecord.Close;
import dev.bowline.server.wire.ProtocolRecord.Gap;
import dev.bowline.server.wire.ProtocolRecord.Message;
import dev.bowline.server.wire.ProtocolRecord.Next;
import dev.bowline.server.wire.ProtocolRecord.Ping;
import dev.bowline.server.wire.ProtocolRecord.Reconnect;
import dev.bowline.server.wire.ProtocolRecord.SessionOpened;
import dev.bowline.server.wire.Vectors.Vector;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {
  @ParameterizedTest
  @MethodSource("records")
  void aRecordIsEncodedAsTheVectorsSay(Vector vector) {
    ProtocolRecord record = record(vector);

    assertEquals(vector.text("webSocketFrame"), Vectors.string(WebSocketFrames.encode(record)));
    if (vector.has("eventStream")) {
      assertEquals(vector.text("eventStream"), Vectors.string(EventStream.encode(record)));
    } else {
      assertThrows(IllegalArgumentException.class, () -> EventStream.encode(record));
    }
  }

  @ParameterizedTest
  @MethodSource({"records", "alsoAccepted"})
  void theFrameOfARecordGivesItBack(Vector vector) {
    assertEquals(record(vector), WebSocketFrames.decodeText(vector.bytes("webSocketFrame")));
  }

  @ParameterizedTest
  @MethodSource("records")
  void theEventOfARecordGivesItBack(Vector vector) {
    if (vector.has("eventStream")) {
      assertEquals(List.of(record(vector)), Events.records(vector.bytes("eventStream")));
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aFrameThatIsNoRecordIsRefused(Vector vector) {
    byte[] frame = vector.bytes("webSocketFrame");

    MalformedException refusal =
        assertThrows(MalformedException.class, () -> WebSocketFrames.decodeText(frame));

    assertEquals(0, refusal.getStackTrace().length, "refusing has to be cheap");
    assertTrue(refusal.getMessage().length() < 100, refusal.getMessage());
  }

  @Test
  void ofEqualNamesTheFirstCounts() {
    assertEquals(
        new Close(1000, "a"),
        WebSocketFrames.decodeText(
            "c{\"code\":1000,\"reason\":\"a\",\"code\":1001,\"reason\":2}".getBytes(UTF_8)));
  }

  @Test
  void aMessageIsEncodedByItsPayload() {
    Message text = new Message(Payload.text("a\nb"));
    Message binary = new Message(Payload.binary(new byte[] {1}));

    assertEquals("ma\nb", Vectors.string(WebSocketFrames.encode(text)));
    assertEquals("data: a\ndata: b\n\n", Vectors.string(EventStream.encode(text)));
    assertEquals("event: binary\ndata: AQ==\n\n", Vectors.string(EventStream.encode(binary)));
    assertThrows(IllegalArgumentException.class, () -> WebSocketFrames.encode(binary));
  }

  @ParameterizedTest
  @ValueSource(strings = {"next", "attach", "Ack", "", "open"})
  void anEventThatIsNoRecordIsRefused(String type) {
    assertThrows(MalformedException.class, () -> EventStream.decode(type, "1"));
  }

  @Test
  void theTokenIsInNoLog() {
    SessionOpened opened = (SessionOpened) record(records().findFirst().orElseThrow());

    assertFalse(opened.toString().contains(opened.token()));
    assertTrue(opened.toString().contains(opened.id()));
  }

  @Test
  void aCommentHasTheSizeAskedForAndDispatchesNothing() {
    for (int size : new int[] {0, 1, 2, 3, 100, 8192}) {
      byte[] comment = Vectors.bytes(EventStream.comment(size));

      assertEquals(size, comment.length);
      assertEquals(List.of(), Events.of(comment));
      byte[] followed = (new String(comment, UTF_8) + "data: a\n\n").getBytes(UTF_8);
      assertEquals(List.of(new Events.Event("message", "a")), Events.of(followed));
    }
  }

  @Test
  void anIdDispatchesNothing() {
    byte[] id = Vectors.bytes(EventStream.id("dG9rZW4", 17));

    assertEquals("id: dG9rZW4.17\n\n", new String(id, UTF_8));
    assertEquals(List.of(), Events.of(id));
  }

  @Test
  void aCloseReasonFitsIntoACloseFrame() {
    assertEquals("done", WebSocketFrames.closeReason("done"));
    assertEquals("x".repeat(123), WebSocketFrames.closeReason("x".repeat(124)));
    assertEquals("x".repeat(123), WebSocketFrames.closeReason("x".repeat(123)));
    assertEquals("a\uFFFDb", WebSocketFrames.closeReason("a\uD83Db"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00E9", "\u20AC", "\uD83D\uDE00"})
  void aCloseReasonIsNeverCutInsideACharacter(String character) {
    for (String start : List.of("", "x", "xx", "xxx")) {
      String reason = WebSocketFrames.closeReason(start + character.repeat(100));

      int size = reason.getBytes(UTF_8).length;
      assertTrue(size <= 123, reason);
      assertTrue(size + character.getBytes(UTF_8).length > 123, reason);
      assertEquals(0, (reason.length() - start.length()) % character.length());
    }
  }

  /** The record that a vector's kind and data describe. */
  private static ProtocolRecord record(Vector vector) {
    return switch (vector.text("kind")) {
      case "ack" -> new Ack(vector.number("data"));
      case "next" -> new Next(vector.number("data"));
      case "ping" -> new Ping();
      default -> record(vector.text("kind"), vector.object("data"));
    };
  }

  private static ProtocolRecord record(String kind, Vector data) {
    return switch (kind) {
      case "session" ->
          new SessionOpened(
              data.text("session"),
              data.text("id"),
              data.flag("resumed"),
              data.number("ack"),
              data.number("next"),
              data.number("heartbeat"),
              data.number("resumeTimeout"),
              data.number("wait"),
              data.object("send").number("messages"),
              data.object("send").number("bytes"),
              data.object("receive").number("messages"),
              data.object("receive").number("bytes"),
              data.number("maxMessage"),
              data.number("maxBatch"),
              data.texts("transports"));
      case "attach" -> new Attach(data.number("attach"), data.number("ack"));
      case "gap" -> new Gap(data.number("from"), data.number("to"));
      case "reconnect" -> new Reconnect(data.number("after"));
      case "close" -> new Close((int) data.number("code"), data.text("reason"));
      case "error" -> new ProtocolRecord.Error((int) data.number("code"), data.text("reason"));
      default -> throw new AssertionError("an unknown kind in the vectors: " + kind);
    };
  }

  static Stream<Vector> records() {
    return Vectors.of("records.json", "records");
  }

  static Stream<Vector> alsoAccepted() {
    return Vectors.of("records.json", "alsoAccepted");
  }

  static Stream<Vector> refused() {
    return Vectors.of("records.json", "refused");
  }
}
