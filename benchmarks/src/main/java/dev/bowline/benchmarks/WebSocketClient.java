package dev.bowline.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.bowline.benchmarks.load.BrowserRequest;
import dev.bowline.benchmarks.load.Client;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Listens to a channel and keeps its protocol: acknowledges a second after the oldest message that
 * is not, and answers pings. (Half a window would be due earlier only at a higher rate.)
 */
class WebSocketClient extends Client {
  private static final long ACKNOWLEDGE_AFTER_MILLIS = 1_000;
  private static final int MASKED = 0x80;
  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_PONG = 0x8A;

  private final BrowserRequest request;
  private final Delays delays;
  private boolean upgraded;
  private long handled;
  private long acknowledged;
  private long oldestMillis;

  WebSocketClient(BrowserRequest request, Delays delays) {
    this.request = request;
    this.delays = delays;
  }

  /** The session is open. */
  void opened() throws IOException {
    isReady();
  }

  @Override
  protected void connected() throws IOException {
    send(request.webSocket("/channel?v=1"));
  }

  @Override
  protected void received(ByteBuffer bytes) throws IOException {
    if (!upgraded && !readHead(bytes)) {
      return;
    }
    while (readFrame(bytes)) {
      // All that has come is to be handled.
    }
  }

  private boolean readHead(ByteBuffer bytes) throws IOException {
    String said = ISO_8859_1.decode(bytes.duplicate()).toString();
    int end = said.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    if (!said.startsWith("HTTP/1.1 101")) {
      throw new IOException("refused: " + said);
    }
    bytes.position(bytes.position() + end + 4);
    upgraded = true;
    return true;
  }

  /** Handles one frame (RFC 6455 section 5.2; a server's are not masked), if it is there whole. */
  private boolean readFrame(ByteBuffer bytes) throws IOException {
    int start = bytes.position();
    if (bytes.remaining() < 4) {
      return bytes.remaining() >= 2 && bytes.get(start + 1) == 0 && frame(bytes, start + 2, 0);
    }
    int length = bytes.get(start + 1);
    int from = start + 2;
    if (length == 126) {
      length = Short.toUnsignedInt(bytes.getShort(start + 2));
      from = start + 4;
    } else if (length == 127) {
      throw new IOException("a frame larger than any that was sent");
    }
    return bytes.limit() - from >= length && frame(bytes, from, length);
  }

  private boolean frame(ByteBuffer bytes, int from, int length) throws IOException {
    int head = Byte.toUnsignedInt(bytes.get(bytes.position()));
    ByteBuffer payload = bytes.slice(from, length);
    switch (head) {
      case 0x81 -> record(payload);
      case 0x89 -> sendFrame(FINAL_PONG, payload);
      default -> throw new IOException("a frame that begins with " + head);
    }
    bytes.position(from + length);
    return true;
  }

  private void record(ByteBuffer payload) throws IOException {
    char letter = (char) payload.get();
    switch (letter) {
      case 'm' -> message(payload);
      case 's' -> opened();
      case 'p' -> acknowledge();
      default -> throw new IOException(letter + US_ASCII.decode(payload).toString());
    }
  }

  private void message(ByteBuffer text) {
    long sent = 0;
    for (byte digit = text.get(); digit != ' '; digit = text.get()) {
      sent = 10 * sent + (digit - '0');
    }
    delays.add(Delays.nowMicros() - sent);
    if (handled == acknowledged) {
      oldestMillis = System.nanoTime() / 1_000_000;
    }
    handled++;
  }

  @Override
  protected void tick(long nowMillis) throws IOException {
    if (handled > acknowledged && nowMillis - oldestMillis >= ACKNOWLEDGE_AFTER_MILLIS) {
      acknowledge();
    }
  }

  private void acknowledge() throws IOException {
    acknowledged = handled;
    sendText("a" + handled);
  }

  final void sendText(String text) throws IOException {
    sendFrame(FINAL_TEXT, US_ASCII.encode(text));
  }

  private void sendFrame(int head, ByteBuffer payload) throws IOException {
    int mask = ThreadLocalRandom.current().nextInt();
    ByteBuffer frame = ByteBuffer.allocate(6 + payload.remaining());
    frame.put((byte) head).put((byte) (MASKED | payload.remaining())).putInt(mask);
    for (int index = 0; payload.hasRemaining(); index++) {
      frame.put((byte) (payload.get() ^ (mask >> (24 - 8 * (index % 4)))));
    }
    send(frame.flip());
  }
}
