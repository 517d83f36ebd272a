package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Utf8;
import dev.bowline.server.wire.ProtocolRecord.Kind;
import dev.bowline.server.wire.ProtocolRecord.Message;
import java.nio.ByteBuffer;

/**
 * Records as the payloads of WebSocket text frames: one letter, then the data. A binary message is
 * a binary frame, whole, and has nothing to do with this class.
 */
public final class WebSocketFrames {
  /** What RFC 6455 leaves for the reason in a Close frame. */
  private static final int MAX_CLOSE_REASON_BYTES = 123;

  private static final byte FINAL = (byte) 0x80;
  private static final byte TEXT = 1;
  private static final byte BINARY = 2;

  private WebSocketFrames() {}

  /**
   * The payload of the text frame.
   *
   * @throws IllegalArgumentException for a binary message
   */
  public static ByteBuffer encode(ProtocolRecord record) {
    if (record instanceof Message message) {
      if (!message.payload().isText()) {
        throw new IllegalArgumentException("a binary message goes in a binary frame");
      }
      return message.payload().webSocketFrame();
    }
    byte[] frame = (record.kind().letter() + RecordData.write(record)).getBytes(UTF_8);
    return ByteBuffer.wrap(frame).asReadOnlyBuffer();
  }

  /**
   * Reads the payload of a text frame, of either direction. The array belongs to the record from
   * now on.
   *
   * @throws MalformedException if it is no record of the protocol
   */
  public static ProtocolRecord decodeText(byte[] frame) {
    Kind kind = kind(frame);
    if (kind == Kind.MESSAGE) {
      return new Message(Payload.textFrame(frame));
    }
    if (!Utf8.isWellFormed(frame)) {
      throw new MalformedException("a frame that is not UTF-8");
    }
    return RecordData.read(kind, new String(frame, 1, frame.length - 1, UTF_8));
  }

  /**
   * A reason as a WebSocket Close frame can carry it: at most 123 bytes of UTF-8, cut between two
   * characters if it is longer.
   */
  public static String closeReason(String reason) {
    return Unicode.truncate(Unicode.wellFormed(reason), MAX_CLOSE_REASON_BYTES);
  }

  /** A record as the whole text frame of RFC 6455 that a server sends. */
  public static ByteBuffer encodeWhole(ProtocolRecord record) {
    ByteBuffer content = encode(record);
    byte[] frame = frame(true, content.remaining());
    content.get(frame, frame.length - content.remaining(), content.remaining());
    return ByteBuffer.wrap(frame).asReadOnlyBuffer();
  }

  /**
   * Room for a frame with its header filled in (RFC 6455 section 5.2): final, not masked. The last
   * {@code length} bytes are for what it carries.
   */
  static byte[] frame(boolean text, int length) {
    int header = length < 126 ? 2 : length < 1 << 16 ? 4 : 10;
    byte[] frame = new byte[header + length];
    frame[0] = (byte) (FINAL | (text ? TEXT : BINARY));
    if (header == 2) {
      frame[1] = (byte) length;
    } else {
      frame[1] = (byte) (header == 4 ? 126 : 127);
      for (int at = header - 1, rest = length; at > 1; at--, rest >>>= 8) {
        frame[at] = (byte) rest;
      }
    }
    return frame;
  }

  private static Kind kind(byte[] frame) {
    if (frame.length == 0) {
      throw new MalformedException("an empty text frame");
    }
    return switch (frame[0]) {
      case 'm' -> Kind.MESSAGE;
      case 's' -> Kind.SESSION;
      case 'a' -> Kind.ACK;
      case 'n' -> Kind.NEXT;
      case 't' -> Kind.ATTACH;
      case 'p' -> Kind.PING;
      case 'g' -> Kind.GAP;
      case 'r' -> Kind.RECONNECT;
      case 'c' -> Kind.CLOSE;
      case 'e' -> Kind.ERROR;
      default -> throw new MalformedException("a text frame of an unknown kind");
    };
  }
}
