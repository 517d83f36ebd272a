package dev.bowline.compat.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A message as an application sees it: text, or bytes. */
public sealed interface Payload {

  static Payload text(String text) {
    return new Text(text);
  }

  static Payload binary(byte... bytes) {
    return new Binary(ByteBuffer.wrap(bytes.clone()));
  }

  /** Binary of so many bytes, {@code i mod 256}. */
  static Payload bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) i;
    }
    return binary(bytes);
  }

  /** Bytes of payload, before any encoding. */
  int size();

  /** As an event of a batch. */
  String asEvent();

  /** Text. */
  record Text(String text) implements Payload {

    @Override
    public int size() {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String asEvent() {
      return text.indexOf('\r') < 0
          ? "data: " + text.replace("\n", "\ndata: ") + "\n\n"
          : "event: text\ndata: " + Json.quote(text) + "\n\n";
    }

    @Override
    public String toString() {
      return Json.quote(text.length() > 200 ? text.substring(0, 200) + "…" : text);
    }
  }

  /** Bytes. */
  record Binary(ByteBuffer bytes) implements Payload {

    public byte[] array() {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return copy;
    }

    @Override
    public int size() {
      return bytes.remaining();
    }

    @Override
    public String asEvent() {
      return "event: binary\ndata: "
          + java.util.Base64.getEncoder().encodeToString(array())
          + "\n\n";
    }

    @Override
    public String toString() {
      return bytes.remaining() + " bytes";
    }
  }
}
