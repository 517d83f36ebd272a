package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.wire.ProtocolRecord.Close;
import dev.bowline.server.wire.ProtocolRecord.Message;
import dev.bowline.server.wire.ProtocolRecord.Ping;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No content of a message, and no reason, can make a record that its sender didn't send. */
class ForgedRecordsTest {
  @ParameterizedTest
  @MethodSource("forgeries")
  void aMessageStaysAMessage(String forgery) {
    Message message = new Message(Payload.text(forgery));

    assertEquals(List.of(message, new Ping()), Events.records(followedByPing(message)));
    assertEquals(
        message, WebSocketFrames.decodeText(Vectors.bytes(WebSocketFrames.encode(message))));
    assertEquals(List.of(message.payload()), Batch.decode(message.payload().eventStream(), 10_000));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void aBinaryStaysABinary(String forgery) {
    Message message = new Message(Payload.binary(forgery.getBytes(UTF_8)));

    assertEquals(List.of(message, new Ping()), Events.records(followedByPing(message)));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void aReasonStaysAReason(String forgery) {
    Close close = new Close(4000, forgery);

    assertEquals(List.of(close, new Ping()), Events.records(followedByPing(close)));
    assertEquals(close, WebSocketFrames.decodeText(Vectors.bytes(WebSocketFrames.encode(close))));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void everyLineOfAnEventBeginsWithAFieldOfOurs(String forgery) {
    for (ProtocolRecord record :
        List.of(new Message(Payload.text(forgery)), new Close(4000, forgery))) {
      String event = Vectors.string(EventStream.encode(record));

      assertFalse(event.contains("\r"), event);
      List<String> lines = event.substring(0, event.length() - 2).lines().toList();
      for (String line : lines) {
        boolean first = line.equals(lines.get(0));
        assertTrue(line.startsWith("data: ") || (first && line.startsWith("event: ")), event);
      }
    }
  }

  static Stream<String> forgeries() {
    String lf = "event: close\ndata: {\"code\":1000,\"reason\":\"\"}\n\n";
    return Stream.of("\n", "\r", "\r\n", "\n\r", "\u2028", "\u2029", "\u0085", "\0", "\u001E", "")
        .flatMap(
            end ->
                Stream.of(
                    "x" + end + end + lf.replace("\n", end),
                    end + lf.replace("\n", end),
                    lf.replace("\n", end),
                    "\uFEFF" + lf.replace("\n", end),
                    "x" + end + "event: binary",
                    "x" + end + "id: other.1" + end + end,
                    "x" + end + "retry: 1" + end + ": ",
                    "\"" + end + "\"}" + end,
                    "c{\"code\":1000,\"reason\":\"" + end + "\"}"));
  }

  private static byte[] followedByPing(ProtocolRecord record) {
    String stream =
        Vectors.string(EventStream.encode(record)) + Vectors.string(EventStream.encode(new Ping()));
    return stream.getBytes(UTF_8);
  }
}
