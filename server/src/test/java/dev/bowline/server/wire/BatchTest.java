package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bowline.server.wire.Vectors.Vector;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchTest {
  @ParameterizedTest
  @MethodSource("accepted")
  void aBatchGivesItsMessagesInOrder(Vector vector) {
    List<Payload> messages = vector.list("messages").map(Vector::message).toList();

    assertEquals(messages, decode(vector));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aBatchWithAnythingWrongInItIsRefusedWhole(Vector vector) {
    Class<? extends MalformedException> refusal =
        vector.flag("tooBig") ? TooBigException.class : MalformedException.class;

    assertEquals(refusal, assertThrows(MalformedException.class, () -> decode(vector)).getClass());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void anyMessageGoesThroughABatch(Vector vector) {
    List<Payload> messages =
        List.of(Payload.text(""), vector.message(), Payload.binary(new byte[0]), vector.message());

    assertEquals(messages, Batch.decode(Batch.encode(messages), Integer.MAX_VALUE));
  }

  @Test
  void noMessagesMakeAnEmptyBatch() {
    assertFalse(Batch.encode(List.of()).hasRemaining());
  }

  @Test
  void manySmallMessagesAreRefusedByTheirCount() {
    String three = "data\n\nevent: text\ndata: \"\"\n\nevent: binary\ndata\n\n";

    assertEquals(3, Batch.decode(body(three), 10, 3).size());
    assertThrows(MalformedException.class, () -> Batch.decode(body(three), 10, 2));
  }

  @Test
  void aBatchCutAnywhereGivesOnlyWholeMessagesOrNothing() {
    List<Payload> messages =
        List.of(Payload.text("a\nb"), Payload.binary(new byte[] {1, 2}), Payload.text("\u20AC\r"));
    ByteBuffer whole = Batch.encode(messages);
    for (int cut = 0; cut < whole.limit(); cut++) {
      ByteBuffer body = whole.duplicate().limit(cut);
      try {
        List<Payload> decoded = Batch.decode(body, 100);
        assertEquals(messages.subList(0, decoded.size()), decoded);
        assertEquals(cut, Batch.encode(decoded).remaining(), "nothing may be left out in silence");
      } catch (MalformedException refused) {
        assertEquals(MalformedException.class, refused.getClass());
      }
    }
  }

  @Test
  void aBatchOfTenThousandEmptyMessagesKeepsThemAll() {
    List<Payload> messages = Collections.nCopies(10_000, Payload.text(""));

    assertEquals(messages, Batch.decode(Batch.encode(messages), 0));
  }

  private static List<Payload> decode(Vector vector) {
    int maxMessage = vector.has("maxMessage") ? (int) vector.number("maxMessage") : 65_536;
    return Batch.decode(ByteBuffer.wrap(vector.bytes("body")), maxMessage);
  }

  private static ByteBuffer body(String body) {
    return ByteBuffer.wrap(body.getBytes(UTF_8));
  }

  static Stream<Vector> accepted() {
    return Vectors.of("batches.json", "accepted");
  }

  static Stream<Vector> refused() {
    return Vectors.of("batches.json", "refused");
  }

  static Stream<Vector> messages() {
    return Vectors.of("messages.json");
  }
}
