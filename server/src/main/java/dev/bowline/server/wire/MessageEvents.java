package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;

/**
 * A message as an event of the WHATWG grammar.
 *
 * <p>The grammar ends a line at LF, CR or CRLF, at nothing else, and joins data lines by LF. So a
 * text is cut at its LFs only, one {@code data} line for each piece; a text with a CR in it, which
 * no number of lines can express, goes as a JSON string under the event name {@code text}. No
 * content can thereby start a line of its own choosing: every line begins with a field name that is
 * written here. An empty text still has its data line, without which no event would be dispatched.
 */
final class MessageEvents {
  static final String TEXT = "text";
  static final String BINARY = "binary";

  private static final byte[] DATA = "data: ".getBytes(ISO_8859_1);
  private static final byte[] BINARY_HEAD = ("event: " + BINARY + "\ndata: ").getBytes(ISO_8859_1);

  private MessageEvents() {}

  /**
   * The event of a text whose UTF-8 stands in the array from {@code start} to its end, as one of
   * {@link Chunks}.
   */
  static byte[] text(byte[] utf8, int start) {
    int lines = 1;
    for (int i = start; i < utf8.length; i++) {
      if (utf8[i] == '\r') {
        return json(new String(utf8, start, utf8.length - start, UTF_8));
      }
      if (utf8[i] == '\n') {
        lines++;
      }
    }
    // Each LF of the text ends its own line, so only the last line's end and the blank line are
    // new.
    int size = utf8.length - start + lines * DATA.length + 2;
    byte[] event = Chunks.chunk(size);
    int at = put(DATA, event, event.length - size);
    for (int i = start; i < utf8.length; i++) {
      event[at++] = utf8[i];
      if (utf8[i] == '\n') {
        at = put(DATA, event, at);
      }
    }
    endEvent(event);
    return event;
  }

  /** The same of the bytes from {@code start} on. */
  static byte[] binary(byte[] bytes, int start) {
    byte[] content = start == 0 ? bytes : Arrays.copyOfRange(bytes, start, bytes.length);
    byte[] base64 = Base64.getEncoder().encode(content);
    int size = BINARY_HEAD.length + base64.length + 2;
    byte[] event = Chunks.chunk(size);
    int at = put(BINARY_HEAD, event, event.length - size);
    put(base64, event, at);
    endEvent(event);
    return event;
  }

  /**
   * The bytes of a binary message.
   *
   * @throws MalformedException if the data isn't base64 of RFC 4648 section 4, with its padding
   */
  static byte[] readBinary(String data) {
    if (data.length() % 4 != 0) {
      throw new MalformedException("base64 without its padding");
    }
    try {
      return Base64.getDecoder().decode(data);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("not base64");
    }
  }

  private static byte[] json(String text) {
    StringBuilder event = new StringBuilder(text.length() + 32);
    event.append("event: ").append(TEXT).append("\ndata: ");
    JsonWriter.quote(event, text);
    byte[] bytes = event.append("\n\n").toString().getBytes(UTF_8);
    byte[] chunk = Chunks.chunk(bytes.length);
    put(bytes, chunk, chunk.length - bytes.length);
    return chunk;
  }

  private static int put(byte[] source, byte[] target, int at) {
    System.arraycopy(source, 0, target, at, source.length);
    return at + source.length;
  }

  private static void endEvent(byte[] event) {
    event[event.length - 2] = '\n';
    event[event.length - 1] = '\n';
  }
}
