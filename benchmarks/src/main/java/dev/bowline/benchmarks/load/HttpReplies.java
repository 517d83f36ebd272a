package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Takes replies of HTTP/1.1 apart as they come: heads whole, bodies in pieces, without chunks (RFC
 * 9112 section 7.1).
 *
 * <pre>
 *   HEAD  --its end, with a length--> SIZED   --all of it--> HEAD
 *   HEAD  --its end, without-->       SIZED, of more than ever comes
 *   HEAD  --its end, chunked-->       CHUNK_SIZE
 *   CHUNK_SIZE --a size-->            CHUNK   --all of it, and the line's end--> CHUNK_SIZE
 *   CHUNK_SIZE --0, an empty line-->  HEAD
 * </pre>
 */
@SuppressWarnings("ByteBufferBackingArray")
final class HttpReplies {
  /** Is told what has come. */
  interface Reader {
    /** A reply begins. The head is in lower case but for its values, and ends with a line's end. */
    void head(int status, String head) throws IOException;

    void body(byte[] bytes, int from, int to) throws IOException;

    void end() throws IOException;
  }

  private enum State {
    HEAD,
    SIZED,
    CHUNK_SIZE,
    CHUNK
  }

  private static final int LAST_CHUNK_BYTES = 5;

  private final Reader reader;
  private State state = State.HEAD;
  private int left;

  HttpReplies(Reader reader) {
    this.reader = reader;
  }

  /** Takes what is whole, and leaves the rest. */
  void take(ByteBuffer bytes) throws IOException {
    boolean going = true;
    while (going) {
      going =
          switch (state) {
            case HEAD -> head(bytes);
            case SIZED, CHUNK -> body(bytes);
            case CHUNK_SIZE -> chunkSize(bytes);
          };
    }
  }

  private boolean head(ByteBuffer bytes) throws IOException {
    int end = headEnd(bytes);
    if (end < 0) {
      return false;
    }
    String head = text(bytes, end);
    bytes.position(end + 2);
    int status = Integer.parseInt(head.substring(9, 12));
    if (header(head, "transfer-encoding").equalsIgnoreCase("chunked")) {
      state = State.CHUNK_SIZE;
    } else {
      String length = header(head, "content-length");
      left = length.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(length);
      state = State.SIZED;
    }
    reader.head(status, head);
    return true;
  }

  /** Where the empty line begins that ends a head, or -1. */
  private static int headEnd(ByteBuffer bytes) {
    byte[] array = bytes.array();
    for (int at = bytes.position() + 3; at < bytes.limit(); at++) {
      if (array[at] == '\n' && array[at - 1] == '\r' && array[at - 2] == '\n') {
        return at - 1;
      }
    }
    return -1;
  }

  private static String text(ByteBuffer bytes, int end) {
    return new String(bytes.array(), bytes.position(), end - bytes.position(), ISO_8859_1);
  }

  /** The value of a header; empty if there is none. */
  static String header(String head, String name) {
    int length = name.length();
    for (int line = head.indexOf('\n') + 1; line > 0; line = head.indexOf('\n', line) + 1) {
      if (head.regionMatches(true, line, name, 0, length)
          && line + length < head.length()
          && head.charAt(line + length) == ':') {
        return head.substring(line + length + 1, head.indexOf('\r', line)).strip();
      }
    }
    return "";
  }

  private boolean body(ByteBuffer bytes) throws IOException {
    int piece = Math.min(left, bytes.remaining());
    int from = bytes.position();
    bytes.position(from + piece);
    left -= piece;
    if (piece > 0) {
      reader.body(bytes.array(), from, from + piece);
    }
    if (left > 0) {
      return false;
    }
    if (state == State.SIZED) {
      state = State.HEAD;
      reader.end();
      return true;
    }
    if (bytes.remaining() < 2) {
      return false;
    }
    bytes.position(bytes.position() + 2);
    state = State.CHUNK_SIZE;
    return true;
  }

  private boolean chunkSize(ByteBuffer bytes) throws IOException {
    byte[] array = bytes.array();
    int end = bytes.position();
    while (end < bytes.limit() && array[end] != '\n') {
      end++;
    }
    if (end == bytes.limit()) {
      return false;
    }
    int size = Integer.parseInt(text(bytes, end).strip().toLowerCase(Locale.ROOT), 16);
    if (size == 0) {
      if (bytes.remaining() < LAST_CHUNK_BYTES) {
        return false;
      }
      bytes.position(end + 3);
      state = State.HEAD;
      reader.end();
      return true;
    }
    bytes.position(end + 1);
    left = size;
    state = State.CHUNK;
    return true;
  }
}
