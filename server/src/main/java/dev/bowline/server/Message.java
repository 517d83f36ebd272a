package dev.bowline.server;

import dev.bowline.server.wire.Payload;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message: text or binary. Immutable and thread-safe, and cheap to send to many sessions: however
 * many take it, over whichever transports, it is encoded at most once for each encoding.
 */
public final class Message {
  private final Payload payload;

  Message(Payload payload) {
    this.payload = payload;
  }

  /** A text message. Lone surrogates become U+FFFD. */
  public static Message text(String text) {
    return new Message(Payload.text(Objects.requireNonNull(text, "text")));
  }

  /** A binary message with a copy of these bytes. */
  public static Message binary(byte[] bytes) {
    return new Message(Payload.binary(ByteBuffer.wrap(bytes)));
  }

  /** A binary message with a copy of the buffer's remaining bytes; the buffer is not moved. */
  public static Message binary(ByteBuffer bytes) {
    return new Message(Payload.binary(bytes));
  }

  /** Whether it is text. */
  public boolean isText() {
    return payload.isText();
  }

  /**
   * The text.
   *
   * @throws IllegalStateException if the message is binary
   */
  public String text() {
    return payload.text();
  }

  /** The content as read-only bytes: of a text, its UTF-8. */
  public ByteBuffer bytes() {
    return payload.bytes();
  }

  /** Size in bytes: of a text, of its UTF-8. This is what all limits count. */
  public int size() {
    return payload.size();
  }

  Payload payload() {
    return payload;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Message message && payload.equals(message.payload);
  }

  @Override
  public int hashCode() {
    return payload.hashCode();
  }

  /** The kind and the size; never the content. */
  @Override
  public String toString() {
    return (isText() ? "text of " : "binary of ") + size() + " bytes";
  }
}
