package dev.bowline.compat.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A WebSocket, frame by frame: it does what it is told and nothing by itself, so that a test can
 * fragment, lie and fall silent. Not for several readers or several writers at a time.
 */
public final class WireWebSocket implements AutoCloseable {

  private final Line line;
  private final HttpReply handshake;

  private WireWebSocket(Line line, HttpReply handshake) {
    this.line = line;
    this.handshake = handshake;
  }

  /** Shakes hands on a line; the server may refuse, see {@link #handshake}. */
  static WireWebSocket on(Line line, String target, String host, String... headers) {
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
    head.append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ")
        .append(Base64.getEncoder().encodeToString(nonce))
        .append("\r\n");
    boolean version = false;
    for (String header : headers) {
      head.append(header).append("\r\n");
      version |= header.startsWith("Sec-WebSocket-Version:");
    }
    head.append(version ? "\r\n" : "Sec-WebSocket-Version: 13\r\n\r\n");
    line.write(head.toString());
    return new WireWebSocket(line, HttpReply.on(line));
  }

  /** The reply to the handshake: 101, or a refusal. */
  public HttpReply handshake() {
    return handshake;
  }

  /** Fails unless the server has switched protocols. */
  public WireWebSocket mustBeOpen() {
    if (handshake.status() != 101) {
      throw new AssertionError("expected status 101, got " + handshake.summary());
    }
    return this;
  }

  /** One text frame. */
  public WireWebSocket sends(String text) {
    return sends(true, Frame.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  public WireWebSocket sendsBinary(byte... bytes) {
    return sends(true, Frame.BINARY, bytes);
  }

  /** A message of Bowline's, as its page frames it. */
  public WireWebSocket sends(Payload payload) {
    return payload instanceof Payload.Text text
        ? sends("m" + text.text())
        : sendsBinary(((Payload.Binary) payload).array());
  }

  public WireWebSocket sendsClose(int code) {
    return sends(true, Frame.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
  }

  /** Any frame, masked as a client's must be. */
  public WireWebSocket sends(boolean last, int opcode, byte[] payload) {
    line.write(encode((last ? 0x80 : 0) | opcode, payload));
    return this;
  }

  /** The bytes of a frame, for tests that write only a part of them, or many in one write. */
  public static byte[] encode(int firstByte, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
    frame.put((byte) firstByte);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    byte[] mask = new byte[4];
    ThreadLocalRandom.current().nextBytes(mask);
    frame.put(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask[i & 3]));
    }
    byte[] bytes = new byte[frame.flip().remaining()];
    frame.get(bytes);
    return bytes;
  }

  /** The next message, Close, Ping or Pong; fragments are put together. */
  public Frame next() {
    try {
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame that is no ping of Bowline's or of RFC 6455's. */
  public Frame nextButPings() {
    Frame frame = next();
    while (frame.is('p') || frame.opcode() == Frame.PING) {
      frame = next();
    }
    return frame;
  }

  /** The next record, which must be of this kind; pings in between are passed over. */
  public Frame next(char kind) {
    Frame frame = kind == 'p' ? next() : nextButPings();
    if (!frame.is(kind)) {
      throw new AssertionError("expected " + kind + ", got " + frame);
    }
    return frame;
  }

  /** The next record of this kind; whatever comes before it is passed over. */
  public Frame awaits(char kind) {
    Frame frame = next();
    while (!frame.is(kind)) {
      if (frame.isClose()) {
        throw new AssertionError("expected " + kind + ", got " + frame);
      }
      frame = next();
    }
    return frame;
  }

  /** The next message; acknowledgements and pings in between are passed over. */
  public Payload nextMessage() {
    Frame frame = nextButPings();
    while (frame.is('a')) {
      frame = nextButPings();
    }
    return frame.payloadOfMessage();
  }

  /** The session record that the server's first frame is. */
  public SessionRecord session() {
    return SessionRecord.parse(mustBeOpen().next('s').data());
  }

  /** The code of the Close that ends this WebSocket; what comes before it is passed over. */
  public int closeCode() {
    Frame frame = next();
    while (!frame.isClose()) {
      frame = next();
    }
    return frame.closeCode();
  }

  /** The line below, to be cut or written to. */
  public Line line() {
    return line;
  }

  @Override
  public void close() {
    line.close();
  }

  private Frame read() throws IOException {
    InputStream in = line.in();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int opcode = -1;
    while (true) {
      int first = byteOf(in);
      int second = byteOf(in);
      if ((first & 0x70) != 0 || (second & 0x80) != 0) {
        throw new IOException("a server's frame without mask and extensions was expected");
      }
      byte[] payload = exactly(in, length(in, second));
      int kind = first & 0x0f;
      if (kind >= Frame.CLOSE) {
        return new Frame(kind, payload);
      }
      opcode = kind == Frame.CONTINUATION ? opcode : kind;
      whole.writeBytes(payload);
      if ((first & 0x80) != 0) {
        return new Frame(opcode, whole.toByteArray());
      }
    }
  }

  private static int length(InputStream in, int second) throws IOException {
    int length = second & 0x7f;
    if (length == 126) {
      return ByteBuffer.wrap(exactly(in, 2)).getShort() & 0xffff;
    }
    return length == 127 ? Math.toIntExact(ByteBuffer.wrap(exactly(in, 8)).getLong()) : length;
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection was closed in a frame");
    }
    return bytes;
  }

  private static int byteOf(InputStream in) throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException("the connection was closed");
    }
    return read;
  }
}
