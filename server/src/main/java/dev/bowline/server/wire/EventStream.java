package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bowline.server.wire.ProtocolRecord.Kind;
import dev.bowline.server.wire.ProtocolRecord.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Records in the grammar of the WHATWG event stream, which event streams, the replies to polls and
 * posts, and posted batches share. What is returned is always whole: an event with its blank line.
 */
public final class EventStream {
  private EventStream() {}

  /**
   * The whole event.
   *
   * @throws IllegalArgumentException for {@code next} and {@code attach}, which exist on WebSockets
   *     only
   */
  public static ByteBuffer encode(ProtocolRecord record) {
    if (record instanceof Message message) {
      return message.payload().eventStream();
    }
    Kind kind = record.kind();
    if (kind == Kind.NEXT || kind == Kind.ATTACH) {
      throw new IllegalArgumentException(kind.event() + " exists on WebSockets only");
    }
    String event = "event: " + kind.event() + "\ndata: " + RecordData.write(record) + "\n\n";
    return ByteBuffer.wrap(event.getBytes(UTF_8)).asReadOnlyBuffer();
  }

  /**
   * Bytes as a chunk of an HTTP/1.1 response; see {@link Chunks}. For what is said once: a message
   * has a chunk of its own, {@link Payload#eventChunk}, shared by all sessions.
   */
  public static ByteBuffer chunk(ByteBuffer bytes) {
    int size = bytes.remaining();
    byte[] chunk = Chunks.chunk(size);
    bytes.get(chunk, chunk.length - size, size);
    return ByteBuffer.wrap(chunk).asReadOnlyBuffer();
  }

  /**
   * Reads an event as {@link EventStreamParser} delivers it.
   *
   * @throws MalformedException if it is no record of the protocol
   */
  public static ProtocolRecord decode(String type, String data) {
    return switch (type) {
      case "message" -> new Message(Payload.text(data));
      case MessageEvents.TEXT -> new Message(Payload.text(Json.string(data)));
      case MessageEvents.BINARY -> new Message(Payload.binary(MessageEvents.readBinary(data)));
      case "session" -> RecordData.read(Kind.SESSION, data);
      case "ack" -> RecordData.read(Kind.ACK, data);
      case "ping" -> RecordData.read(Kind.PING, data);
      case "gap" -> RecordData.read(Kind.GAP, data);
      case "reconnect" -> RecordData.read(Kind.RECONNECT, data);
      case "close" -> RecordData.read(Kind.CLOSE, data);
      case "error" -> RecordData.read(Kind.ERROR, data);
      default -> throw new MalformedException("an unknown event");
    };
  }

  /**
   * A comment of so many bytes, its line end included, that may stand between two events; 1 byte is
   * a blank line, and 0 are nothing.
   */
  public static ByteBuffer comment(int bytes) {
    byte[] comment = new byte[bytes];
    if (bytes > 0) {
      Arrays.fill(comment, (byte) ' ');
      comment[0] = ':';
      comment[bytes - 1] = '\n';
    }
    return ByteBuffer.wrap(comment).asReadOnlyBuffer();
  }

  /**
   * What a plain {@code EventSource} has to remember, so that its own reconnect finds the place:
   * the session's token and the number of the last message before this. An {@code id} line and a
   * blank one set the last event id and dispatch nothing; to stand between two events.
   */
  public static ByteBuffer id(String token, long number) {
    byte[] id = ("id: " + token + "." + number + "\n\n").getBytes(ISO_8859_1);
    return ByteBuffer.wrap(id).asReadOnlyBuffer();
  }
}
