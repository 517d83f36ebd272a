package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Utf8;
import com.google.common.primitives.Bytes;
import dev.bowline.server.wire.ProtocolRecord.Close;
import dev.bowline.server.wire.ProtocolRecord.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever an application sends: it arrives, and it is all that arrives. A failure's seed repeats
 * it.
 */
class RandomMessagesTest {
  @ParameterizedTest
  @MethodSource("seeds")
  void aTextComesBackFromBothEncodings(long seed) {
    RandomText random = new RandomText(seed);
    for (int i = 0; i < 200; i++) {
      Payload sent = Payload.text(random.next());
      Message expected = new Message(sent);

      assertTrue(Utf8.isWellFormed(Vectors.bytes(sent.bytes())));
      assertEquals(
          expected, WebSocketFrames.decodeText(Vectors.bytes(WebSocketFrames.encode(expected))));
      assertEquals(List.of(expected), Events.records(Vectors.bytes(EventStream.encode(expected))));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aStreamOfMessagesHoldsThoseAndNothingElse(long seed) {
    RandomText random = new RandomText(seed);
    List<ProtocolRecord> sent = new ArrayList<>();
    byte[] stream = {};
    for (int i = 0; i < 20; i++) {
      ProtocolRecord record =
          random.nextInt(5) == 0
              ? new Close(1000, Payload.text(random.next()).text())
              : new Message(random.nextMessage());
      sent.add(record);
      stream = Bytes.concat(stream, Vectors.bytes(EventStream.encode(record)));
    }

    assertEquals(sent, Events.records(stream));
    for (int pieceSize : new int[] {1, 2, 3, 7, 1 + random.nextInt(100)}) {
      assertEquals(Events.of(stream), Events.of(stream, pieceSize), "pieces of " + pieceSize);
    }
    for (int cut = 0; cut <= stream.length; cut++) {
      assertEquals(Events.of(stream), Events.cutAt(cut, stream), "cut at " + cut);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aBatchHoldsItsMessagesAndNothingElse(long seed) {
    RandomText random = new RandomText(seed);
    List<Payload> messages = new ArrayList<>();
    for (int i = random.nextInt(50); i > 0; i--) {
      messages.add(random.nextMessage());
    }

    assertEquals(messages, Batch.decode(Batch.encode(messages), 1000));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aReasonComesBackWhateverItHolds(long seed) {
    RandomText random = new RandomText(seed);
    for (int i = 0; i < 200; i++) {
      String reason = random.next();
      Close expected = new Close(4000, Unicode.wellFormed(reason));
      Close close = new Close(4000, reason);

      assertEquals(
          expected, WebSocketFrames.decodeText(Vectors.bytes(WebSocketFrames.encode(close))));
      assertEquals(List.of(expected), Events.records(Vectors.bytes(EventStream.encode(close))));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noInputDoesMoreThanBeRefused(long seed) {
    RandomText random = new RandomText(seed);
    byte[] letters = "mcestnagrp{\"".getBytes(US_ASCII);
    for (int i = 0; i < 500; i++) {
      byte[] input =
          random.nextInt(2) == 0
              ? random.nextBytes()
              : Vectors.bytes(Payload.text(random.next()).bytes());
      byte[] frame = Bytes.concat(new byte[] {letters[random.nextInt(letters.length)]}, input);
      try {
        ProtocolRecord record = WebSocketFrames.decodeText(frame.clone());
        if (record instanceof Message) {
          assertArrayEquals(frame, Vectors.bytes(WebSocketFrames.encode(record)));
        }
      } catch (MalformedException refused) {
        assertEquals(0, refused.getStackTrace().length);
      }
      try {
        List<Payload> messages = Batch.decode(ByteBuffer.wrap(input), 1000);
        assertEquals(messages, Batch.decode(Batch.encode(messages), 1000));
      } catch (MalformedException refused) {
        assertEquals(0, refused.getStackTrace().length);
      }
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }
}
