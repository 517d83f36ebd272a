package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * What topics put round messages, and say to a client in messages of their own. It begins with the
 * character SOH, U+0001, which no direct message on such a channel begins with: {@link #direct}
 * puts one more before one that does, and so nothing that an application sends can pass for an
 * envelope.
 *
 * <p>An instance is the envelope of one topic. The content of a message is copied into it once, and
 * the result is a payload like any other, shared by all who get it. Immutable and thread-safe.
 */
public final class Envelope {
  /** The longest name of a topic, in bytes of UTF-8. */
  public static final int MAX_NAME_BYTES = 200;

  static final char SOH = '\u0001';
  private static final char STX = '\u0002';

  /** What stands between the number and the content. */
  private final byte[] label;

  /**
   * @param name a {@linkplain #isName name} of a topic
   */
  public Envelope(String name) {
    label = (" " + name + STX).getBytes(UTF_8);
  }

  /** Whether a topic may be called so: 1 to 200 bytes, well formed, and no control characters. */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_NAME_BYTES
        && text.chars().noneMatch(c -> c < ' ' || c == 0x7F)
        && text.equals(Unicode.wellFormed(text))
        && text.getBytes(UTF_8).length <= MAX_NAME_BYTES;
  }

  /** The size of {@link #message} with these. */
  public int size(long number, Payload content) {
    return 1 + Long.toString(number).length() + label.length + content.size();
  }

  /** Message {@code number} of the topic: text if the content is, else binary. */
  public Payload message(long number, Payload content) {
    byte[] digits = Long.toString(number).getBytes(UTF_8);
    byte[] bytes = new byte[1 + digits.length + label.length + content.size()];
    ByteBuffer.wrap(bytes).put((byte) SOH).put(digits).put(label).put(content.bytes());
    return like(content, bytes);
  }

  /** A message of the application's to one session, as it goes out. */
  public static Payload direct(Payload content) {
    if (!beginsWithSoh(content)) {
      return content;
    }
    byte[] bytes = new byte[1 + content.size()];
    ByteBuffer.wrap(bytes).put((byte) SOH).put(content.bytes());
    return like(content, bytes);
  }

  private static Payload like(Payload content, byte[] bytes) {
    return content.isText() ? Payload.textFromUtf8(bytes, bytes.length) : Payload.binary(bytes);
  }

  static boolean beginsWithSoh(Payload content) {
    return content.size() > 0 && content.bytes().get(0) == SOH;
  }

  /**
   * The next message of this topic on this session is number {@code next}.
   *
   * @param complete whether that is the one after the position that was asked for
   */
  public static Payload subscribed(String topic, String epoch, long next, boolean complete) {
    return said(
        "subscribed",
        new JsonWriter()
            .put("topic", topic)
            .put("epoch", epoch)
            .put("next", next)
            .put("complete", complete));
  }

  /** A command has changed nothing. */
  public static Payload refused(String topic, int code, String reason) {
    return said(
        "refused", new JsonWriter().put("topic", topic).put("code", code).put("reason", reason));
  }

  /** Nothing more of this topic follows. */
  public static Payload unsubscribed(String topic) {
    return said("unsubscribed", new JsonWriter().put("topic", topic));
  }

  private static Payload said(String word, JsonWriter data) {
    return Payload.text(SOH + word + " " + data);
  }
}
