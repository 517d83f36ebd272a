package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Utf8;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message, text or binary, together with its encodings: each is made at most once,
 * whoever asks and however often, and shared by all sessions that the message goes to. That is what
 * makes a broadcast cost one encoding.
 *
 * <p>Invariants: the content never changes and, if text, is well-formed Unicode. It is kept as the
 * WebSocket frame's payload, never as a string besides; the event is made from that when the first
 * stream or poll asks. Immutable to its users and safe for use by many threads. The buffers handed
 * out are read-only, and each caller gets a position and a limit of its own.
 */
public final class Payload {
  private static final byte TEXT_LETTER = 'm';

  /** {@code m} and UTF-8 if text, else the bytes alone. Never written to after construction. */
  private final byte[] frame;

  private final boolean text;

  /** Written once, under this object's monitor. */
  private volatile byte @Nullable [] event;

  private Payload(byte[] frame, boolean text) {
    this.frame = frame;
    this.text = text;
  }

  /** A text message. Each lone surrogate becomes U+FFFD before anything is counted. */
  public static Payload text(String text) {
    byte[] utf8 = Unicode.wellFormed(text).getBytes(UTF_8);
    return textFromUtf8(utf8, utf8.length);
  }

  /** A binary message. The array belongs to the payload from now on. */
  public static Payload binary(byte[] bytes) {
    return new Payload(bytes, false);
  }

  /**
   * A text message as it came in a WebSocket text frame: {@code m}, then UTF-8. The array belongs
   * to the payload from now on and is its WebSocket encoding, so that an echo costs no encoding at
   * all.
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
    return new Payload(frame, true);
  }

  /** A text message from the beginning of an array known to be well-formed UTF-8; copies it. */
  static Payload textFromUtf8(byte[] utf8, int length) {
    byte[] frame = new byte[length + 1];
    frame[0] = TEXT_LETTER;
    System.arraycopy(utf8, 0, frame, 1, length);
    return new Payload(frame, true);
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
    return new String(frame, 1, frame.length - 1, UTF_8);
  }

  /** The content: the bytes of a binary message, the UTF-8 of a text. */
  public ByteBuffer bytes() {
    ByteBuffer buffer = webSocketFrame();
    return text ? buffer.position(1).slice() : buffer;
  }

  /** The size of the content in bytes, as windows and limits count it. */
  public int size() {
    return text ? frame.length - 1 : frame.length;
  }

  /** The payload of the WebSocket frame, text or binary as {@link #isText()} says. */
  public ByteBuffer webSocketFrame() {
    return ByteBuffer.wrap(frame).asReadOnlyBuffer();
  }

  /** The whole event of the event-stream grammar, with the blank line that ends it. */
  public ByteBuffer eventStream() {
    return ByteBuffer.wrap(event()).asReadOnlyBuffer();
  }

  /** The event itself, for reading only. */
  byte[] event() {
    byte[] made = event;
    if (made != null) {
      return made;
    }
    synchronized (this) {
      made = event;
      if (made == null) {
        made = text ? MessageEvents.text(frame, 1) : MessageEvents.binary(frame);
        event = made;
      }
      return made;
    }
  }

  /** Equal kind and equal content. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payload that && text == that.text && Arrays.equals(frame, that.frame);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(frame);
  }

  /** Says what it is, never what it says: messages don't belong into logs. */
  @Override
  public String toString() {
    return (text ? "text of " : "binary of ") + size() + " bytes";
  }
}
