package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Utf8;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message, text or binary, together with its encodings: each is made at most once,
 * whoever asks and however often, and shared by all sessions that the message goes to. That is what
 * makes a broadcast cost one encoding.
 *
 * <p>Invariants: the content never changes and, if text, is well-formed Unicode. It is kept as what
 * a WebSocket frame carries, never as a string besides; the event is made from that when the first
 * stream or poll asks. Either array may have in front of it what frames it on the wire (a
 * WebSocket's frame header, an HTTP chunk's size), so that a whole frame or chunk is one piece of
 * memory to write. Immutable to its users and safe for use by many threads. The buffers handed out
 * are read-only, and each caller gets a position and a limit of its own.
 */
public final class Payload {
  private static final byte TEXT_LETTER = 'm';

  private final boolean text;

  /** Of {@code m} and UTF-8 if text, else of the bytes alone. */
  private final int length;

  /**
   * Its last {@code length} bytes are the content; before them there is nothing, or the header of
   * the frame. Never written to once it stands here.
   */
  private volatile byte[] frame;

  /** The whole chunk, written once under this object's monitor. */
  private volatile byte @Nullable [] chunk;

  /**
   * @param frame ends with the content of the frame
   */
  private Payload(byte[] frame, int length, boolean text) {
    this.frame = frame;
    this.length = length;
    this.text = text;
  }

  /** A text message. Each lone surrogate becomes U+FFFD before anything is counted. */
  public static Payload text(String text) {
    byte[] utf8 = Unicode.wellFormed(text).getBytes(UTF_8);
    return textFromUtf8(utf8, utf8.length);
  }

  /** A binary message. The array belongs to the payload from now on. */
  public static Payload binary(byte[] bytes) {
    return new Payload(bytes, bytes.length, false);
  }

  /** A binary message with a copy of the buffer's remaining bytes; the buffer is not moved. */
  public static Payload binary(ByteBuffer bytes) {
    int length = bytes.remaining();
    byte[] frame = WebSocketFrames.frame(false, length);
    bytes.get(bytes.position(), frame, frame.length - length, length);
    return new Payload(frame, length, false);
  }

  /**
   * A text message as it came in a WebSocket text frame: {@code m}, then UTF-8. The array belongs
   * to the payload from now on.
   *
   * @throws MalformedException if it does not begin with {@code m}, or isn't well-formed UTF-8
   */
  public static Payload textFrame(byte[] frame) {
    if (frame.length == 0 || frame[0] != TEXT_LETTER) {
      throw new MalformedException("a frame that is no text message");
    }
    if (!Utf8.isWellFormed(frame)) {
      throw new MalformedException("a text message that is not UTF-8");
    }
    return new Payload(frame, frame.length, true);
  }

  /** A text message from the beginning of an array known to be well-formed UTF-8; copies it. */
  static Payload textFromUtf8(byte[] utf8, int length) {
    byte[] frame = WebSocketFrames.frame(true, length + 1);
    int start = frame.length - length;
    frame[start - 1] = TEXT_LETTER;
    System.arraycopy(utf8, 0, frame, start, length);
    return new Payload(frame, length + 1, true);
  }

  public boolean isText() {
    return text;
  }

  /**
   * The text, decoded anew by each call: a message on its way out is never asked for it, and should
   * not pay for keeping it.
   *
   * @throws IllegalStateException if the message is binary
   */
  public String text() {
    if (!text) {
      throw new IllegalStateException("a binary message has no text: ask isText() first");
    }
    byte[] bytes = frame;
    return new String(bytes, bytes.length - size(), size(), UTF_8);
  }

  /** The content: the bytes of a binary message, the UTF-8 of a text. */
  public ByteBuffer bytes() {
    return end(frame, size());
  }

  /** The size of the content in bytes, as windows and limits count it. */
  public int size() {
    return text ? length - 1 : length;
  }

  /** What a WebSocket frame carries of it, text or binary as {@link #isText()} says. */
  public ByteBuffer webSocketFrame() {
    return end(frame, length);
  }

  /** The whole frame of RFC 6455 as a server sends it: header and {@link #webSocketFrame}. */
  public ByteBuffer webSocketMessage() {
    byte[] whole = frame;
    if (whole.length == length) {
      whole = framed(whole);
    }
    return end(whole, whole.length);
  }

  private synchronized byte[] framed(byte[] content) {
    if (frame.length == length) {
      byte[] whole = WebSocketFrames.frame(text, length);
      System.arraycopy(content, 0, whole, whole.length - length, length);
      frame = whole;
    }
    return frame;
  }

  /** The whole event of the event-stream grammar, with the blank line that ends it. */
  public ByteBuffer eventStream() {
    byte[] made = chunk();
    return end(made, Chunks.size(made));
  }

  /** The event as a chunk of an HTTP/1.1 response; see {@link Chunks}. */
  public ByteBuffer eventChunk() {
    byte[] made = chunk();
    return end(made, made.length);
  }

  /** The chunk itself, for reading only. */
  byte[] chunk() {
    byte[] made = chunk;
    if (made != null) {
      return made;
    }
    synchronized (this) {
      made = chunk;
      if (made == null) {
        byte[] content = frame;
        int start = content.length - size();
        made = text ? MessageEvents.text(content, start) : MessageEvents.binary(content, start);
        chunk = made;
      }
      return made;
    }
  }

  private static ByteBuffer end(byte[] array, int length) {
    ByteBuffer whole = ByteBuffer.wrap(array).asReadOnlyBuffer();
    return length == array.length ? whole : whole.position(array.length - length).slice();
  }

  /** Equal kind and equal content. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payload that
        && text == that.text
        && webSocketFrame().equals(that.webSocketFrame());
  }

  @Override
  public int hashCode() {
    return webSocketFrame().hashCode();
  }

  /** Says what it is, never what it says: messages don't belong into logs. */
  @Override
  public String toString() {
    return (text ? "text of " : "binary of ") + size() + " bytes";
  }
}
