package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.wire.Vectors.Vector;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
  @ParameterizedTest
  @MethodSource("messages")
  void aMessageIsEncodedAsTheVectorsSay(Vector vector) {
    Payload message = vector.message();

    assertEquals(vector.text("eventStream"), Vectors.string(message.eventStream()));
    assertArrayEquals(vector.bytes("webSocketFrame"), Vectors.bytes(message.webSocketFrame()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 124, 125, 126, 65_533, 65_534, 65_535, 65_536, 70_000})
  void theWholeFrameHasTheHeaderOfItsLength(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 'a');
    byte[] letterAndBytes = ("m" + "a".repeat(size)).getBytes(UTF_8);

    for (Payload text :
        List.of(Payload.text("a".repeat(size)), Payload.textFrame(letterAndBytes))) {
      assertWhole(0x81, text.webSocketFrame(), text.webSocketMessage());
      assertEquals("a".repeat(size), text.text());
    }
    for (Payload binary : List.of(Payload.binary(bytes), Payload.binary(ByteBuffer.wrap(bytes)))) {
      assertWhole(0x82, binary.webSocketFrame(), binary.webSocketMessage());
      assertEquals(ByteBuffer.wrap(bytes), binary.bytes());
    }
  }

  /** RFC 6455 section 5.2. */
  private static void assertWhole(int first, ByteBuffer content, ByteBuffer whole) {
    assertEquals((byte) first, whole.get());
    int length = whole.get();
    if (length == 126) {
      length = Short.toUnsignedInt(whole.getShort());
      assertTrue(length > 125);
    } else if (length == 127) {
      length = (int) whole.getLong();
      assertTrue(length > 65_535);
    }
    assertEquals(content.remaining(), length);
    assertEquals(content, whole.slice());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aChunkIsTheEventWithItsSize(Vector vector) {
    Payload message = vector.message();
    String event = vector.text("eventStream");
    String size = Integer.toHexString(event.getBytes(UTF_8).length);

    assertEquals("\r\n" + size + "\r\n" + event, Vectors.string(message.eventChunk()));
    assertEquals(event, Vectors.string(message.eventStream()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theEventOfAMessageGivesItBack(Vector vector) {
    List<ProtocolRecord> records = Events.records(vector.bytes("eventStream"));

    assertEquals(List.of(new ProtocolRecord.Message(sent(vector))), records);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theFrameOfATextGivesItBack(Vector vector) {
    if (vector.has("text")) {
      assertEquals(
          new ProtocolRecord.Message(sent(vector)),
          WebSocketFrames.decodeText(vector.bytes("webSocketFrame")));
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theSizeIsThatOfTheContent(Vector vector) {
    Payload message = vector.message();

    assertEquals(message.bytes().remaining(), message.size());
    if (message.isText()) {
      assertEquals(sent(vector).text().getBytes(UTF_8).length, message.size());
      assertEquals(sent(vector).text(), Vectors.string(message.bytes()));
    }
  }

  @Test
  void aFrameThatCameInGoesOutAsTheSameBytes() {
    byte[] frame = "mh\u00E9".getBytes(UTF_8);
    Payload echo = Payload.textFrame(frame);
    frame[1] = 'H'; // nobody may do this, but it shows that there is no copy

    assertEquals("mH\u00E9", Vectors.string(echo.webSocketFrame()));
  }

  @Test
  void aFrameOfAnotherKindIsNoText() {
    assertThrows(MalformedException.class, () -> Payload.textFrame(new byte[0]));
    assertThrows(MalformedException.class, () -> Payload.textFrame("a1".getBytes(UTF_8)));
  }

  @Test
  void theEventIsMadeOnceHoweverManyAskAtATime() {
    for (int i = 0; i < 100; i++) {
      Payload message = Payload.text("hello " + i);

      List<byte[]> events =
          IntStream.range(0, 8).parallel().mapToObj(reader -> message.chunk()).toList();

      events.forEach(event -> assertSame(events.get(0), event));
    }
  }

  @Test
  void eachReaderHasAPositionOfItsOwn() {
    Payload message = Payload.text("hello");

    ByteBuffer first = message.eventStream();
    ByteBuffer second = message.eventStream();
    first.position(3);

    assertEquals(0, second.position());
  }

  @Test
  void nobodyCanWriteIntoWhatIsShared() {
    for (Payload message : List.of(Payload.text("hello"), Payload.binary(new byte[] {1, 2}))) {
      byte one = 1;
      assertThrows(ReadOnlyBufferException.class, () -> message.bytes().put(one));
      assertThrows(ReadOnlyBufferException.class, () -> message.webSocketFrame().put(one));
      assertThrows(ReadOnlyBufferException.class, () -> message.eventStream().put(one));
    }
  }

  @Test
  void aBinaryHasNoText() {
    Payload binary = Payload.binary(new byte[] {'m', 'a'});

    assertFalse(binary.isText());
    assertThrows(IllegalStateException.class, binary::text);
  }

  @Test
  void aTextAndABinaryOfTheSameBytesAreNotEqual() {
    assertNotEquals(Payload.text("a"), Payload.binary(new byte[] {'m', 'a'}));
    assertNotEquals(Payload.text("a"), Payload.text("b"));
    assertEquals(Payload.text("a").hashCode(), Payload.text("a").hashCode());
  }

  @Test
  void theContentIsNotShownInALog() {
    assertEquals("text of 6 bytes", Payload.text("secret").toString());
    assertTrue(Payload.binary(new byte[] {7}).toString().startsWith("binary of 1 "));
  }

  /** The message as it must arrive. */
  private static Payload sent(Vector vector) {
    return vector.has("decoded") ? Payload.text(vector.text("decoded")) : vector.message();
  }

  static Stream<Vector> messages() {
    return Vectors.of("messages.json");
  }
}
