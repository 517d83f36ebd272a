package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Utf8;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a post: messages in the event-stream grammar. Stricter than a stream, because what is
 * skipped here would be lost, and shift the numbers of all that follow: a batch counts whole or not
 * at all.
 */
public final class Batch {
  private Batch() {}

  /**
   * The messages of a posted batch; as {@link #decode(ByteBuffer, int, int)} without a bound on
   * their count.
   */
  public static List<Payload> decode(ByteBuffer body, int maxMessageBytes) {
    return decode(body, maxMessageBytes, Integer.MAX_VALUE);
  }

  /**
   * The messages of a posted batch.
   *
   * @param maxMessages more of them are refused before they are made: small ones take more memory
   *     than their bytes in the body
   * @throws TooBigException if a message has more than {@code maxMessageBytes}
   * @throws MalformedException if there are more messages than allowed, an event that is
   *     unfinished, unknown or without data, bad base64, bad JSON or bad UTF-8
   */
  public static List<Payload> decode(ByteBuffer body, int maxMessageBytes, int maxMessages) {
    byte[] bytes = new byte[body.remaining()];
    body.get(bytes);
    if (!Utf8.isWellFormed(bytes)) {
      throw new MalformedException("a batch that is not UTF-8");
    }
    List<Payload> messages = new ArrayList<>();
    EventStreamParser parser =
        new EventStreamParser(
            Integer.MAX_VALUE, new Messages(messages, maxMessageBytes, maxMessages));
    parser.push(bytes, 0, bytes.length);
    if (parser.isUnfinished()) {
      throw new MalformedException("a batch that ends in the middle of an event");
    }
    return List.copyOf(messages);
  }

  /** The body that carries these messages. */
  public static ByteBuffer encode(List<Payload> messages) {
    List<ByteBuffer> events = messages.stream().map(Payload::eventStream).toList();
    ByteBuffer body = ByteBuffer.allocate(events.stream().mapToInt(ByteBuffer::remaining).sum());
    events.forEach(body::put);
    return body.flip().asReadOnlyBuffer();
  }

  private record Messages(List<Payload> messages, int maxMessageBytes, int maxMessages)
      implements EventStreamParser.RawListener {
    @Override
    public void onEvent(String type, byte[] data, int length) {
      if (messages.size() == maxMessages) {
        throw new MalformedException("a batch of more than " + maxMessages + " messages");
      }
      messages.add(
          switch (type) {
            case "message" -> {
              checkSize(length);
              yield Payload.textFromUtf8(data, length);
            }
            case MessageEvents.TEXT -> {
              Payload text = Payload.text(Json.string(new String(data, 0, length, UTF_8)));
              checkSize(text.size());
              yield text;
            }
            case MessageEvents.BINARY -> {
              byte[] bytes = MessageEvents.readBinary(new String(data, 0, length, UTF_8));
              checkSize(bytes.length);
              yield Payload.binary(bytes);
            }
            default -> throw new MalformedException("an event in a batch that is no message");
          });
    }

    @Override
    public void onEventWithoutData(String type) {
      throw new MalformedException("an event without data in a batch");
    }

    private void checkSize(int bytes) {
      if (bytes > maxMessageBytes) {
        throw new TooBigException("a message of more than " + maxMessageBytes + " bytes");
      }
    }
  }
}
