package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Listens to the frames of a WebSocket (RFC 6455 section 5.2; a server's are not masked). The crowd
 * has one buffer, and it has an array.
 */
@SuppressWarnings("ByteBufferBackingArray")
abstract class WebSocketConnection extends Client {
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final int MASKED = 0x80;
  private static final int LONG = 126;
  private static final int LONGER = 127;

  private final ByteBuffer opening;
  private boolean upgraded;
  protected long readAt;

  /**
   * @param opening the request
   */
  WebSocketConnection(ByteBuffer opening) {
    this.opening = opening;
  }

  /** What is said first. */
  protected ByteBuffer opening() throws IOException {
    return opening.duplicate();
  }

  /** The server has accepted. */
  protected void upgraded() throws IOException {}

  /** A frame has come, whole. */
  protected abstract void text(byte[] bytes, int from, int to) throws IOException;

  @Override
  protected final void connected() throws IOException {
    upgraded = false;
    send(opening());
  }

  @Override
  protected final void received(ByteBuffer bytes) throws IOException {
    readAt = System.nanoTime();
    if (!upgraded && !readHead(bytes)) {
      return;
    }
    while (readFrame(bytes)) {
      // All that has come is to be handled.
    }
  }

  private boolean readHead(ByteBuffer bytes) throws IOException {
    String said =
        new String(bytes.array(), bytes.position(), Math.min(bytes.remaining(), 2_000), ISO_8859_1);
    int end = said.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    if (!said.startsWith("HTTP/1.1 101")) {
      throw new IOException("refused: " + said);
    }
    bytes.position(bytes.position() + end + 4);
    upgraded = true;
    upgraded();
    return true;
  }

  private boolean readFrame(ByteBuffer bytes) throws IOException {
    int start = bytes.position();
    int there = bytes.remaining();
    if (there < 2) {
      return false;
    }
    int length = bytes.get(start + 1);
    int from = start + 2;
    if (length == LONG) {
      if (there < 4) {
        return false;
      }
      length = Short.toUnsignedInt(bytes.getShort(start + 2));
      from = start + 4;
    } else if (length == LONGER) {
      if (there < 10) {
        return false;
      }
      length = (int) bytes.getLong(start + 2);
      from = start + 10;
    }
    if (bytes.limit() - from < length) {
      return false;
    }
    bytes.position(from + length);
    frame(Byte.toUnsignedInt(bytes.get(start)), bytes.array(), from, from + length);
    return true;
  }

  private void frame(int head, byte[] bytes, int from, int to) throws IOException {
    switch (head) {
      case TEXT -> text(bytes, from, to);
      case PING -> sendFrame(PONG, ByteBuffer.wrap(bytes, from, to - from));
      case PONG -> {}
      case CLOSE ->
          throw new IOException("closed: " + new String(bytes, from, to - from, ISO_8859_1));
      default -> throw new IOException("a frame that begins with " + head);
    }
  }

  protected final void sendText(String text) throws IOException {
    sendFrame(TEXT, US_ASCII.encode(text));
  }

  private void sendFrame(int head, ByteBuffer payload) throws IOException {
    send(frame(head, payload));
  }

  /** A client's frame, which is masked. */
  static ByteBuffer textFrame(String text) {
    return frame(TEXT, US_ASCII.encode(text));
  }

  private static ByteBuffer frame(int head, ByteBuffer payload) {
    int mask = ThreadLocalRandom.current().nextInt();
    int length = payload.remaining();
    ByteBuffer frame = ByteBuffer.allocate(8 + length).put((byte) head);
    if (length < LONG) {
      frame.put((byte) (MASKED | length));
    } else {
      frame.put((byte) (MASKED | LONG)).putShort((short) length);
    }
    frame.putInt(mask);
    for (int index = 0; payload.hasRemaining(); index++) {
      frame.put((byte) (payload.get() ^ (mask >> (24 - 8 * (index % 4)))));
    }
    return frame.flip();
  }
}
