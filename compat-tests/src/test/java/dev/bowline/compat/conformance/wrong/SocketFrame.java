package dev.bowline.compat.conformance.wrong;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bowline.compat.client.WireWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One frame as it stands on the wire, fragment or whole.
 *
 * @param first FIN, the reserved bits and the opcode
 * @param payload unmasked
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of the wire; frames are never compared
record SocketFrame(int first, byte[] payload) {

  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PONG = 10;

  static SocketFrame text(String text) {
    return new SocketFrame(0x80 | TEXT, text.getBytes(UTF_8));
  }

  /** The next frame, masked or not; nothing where the connection ends before it. */
  static Optional<SocketFrame> read(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    int second = Http1.exactly(in, 1)[0];
    int length = second & 0x7f;
    if (length == 126) {
      length = ByteBuffer.wrap(Http1.exactly(in, 2)).getShort() & 0xffff;
    } else if (length == 127) {
      length = Math.toIntExact(ByteBuffer.wrap(Http1.exactly(in, 8)).getLong());
    }
    byte[] mask = (second & 0x80) == 0 ? new byte[4] : Http1.exactly(in, 4);
    byte[] payload = Http1.exactly(in, length);
    for (int i = 0; i < length; i++) {
      payload[i] ^= mask[i & 3];
    }
    return Optional.of(new SocketFrame(first, payload));
  }

  int opcode() {
    return first & 0x0f;
  }

  boolean isWhole() {
    return (first & 0x80) != 0 && opcode() != 0;
  }

  String text() {
    return new String(payload, UTF_8);
  }

  /** Whether it is a record of the client's with this letter. */
  boolean is(char letter) {
    return opcode() == TEXT && payload.length > 0 && payload[0] == letter;
  }

  /** Whether it is a message, of a library's client. */
  boolean isMessage() {
    return opcode() == BINARY || is('m');
  }

  int closeCode() {
    return payload.length < 2 ? 1005 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
  }

  /** As a client writes it. */
  byte[] masked() {
    return WireWebSocket.encode(first, payload);
  }

  /** As a server writes it. */
  byte[] unmasked() {
    ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length < 65_536) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    byte[] bytes = new byte[frame.put(payload).flip().remaining()];
    frame.get(bytes);
    return bytes;
  }
}
