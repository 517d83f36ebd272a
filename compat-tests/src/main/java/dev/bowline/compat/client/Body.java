package dev.bowline.compat.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The body of a reply, by whichever of HTTP/1's three framings it came. A body that is cut short
 * fails with {@link EOFException}; only one that ends by closing can't tell.
 */
final class Body extends BlockInput {

  private static final int LONGEST_LINE = 1 << 16;

  private enum Framing {
    CHUNKED,
    LENGTH,
    CLOSE
  }

  private final InputStream in;
  private final Framing framing;
  private long left;
  private boolean ended;
  private boolean first = true;

  private Body(InputStream in, Framing framing, long left) {
    this.in = in;
    this.framing = framing;
    this.left = left;
  }

  static Body chunked(InputStream in) {
    return new Body(in, Framing.CHUNKED, 0);
  }

  static Body ofLength(InputStream in, long length) {
    return new Body(in, Framing.LENGTH, length);
  }

  static Body untilClose(InputStream in) {
    return new Body(in, Framing.CLOSE, Long.MAX_VALUE);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (framing == Framing.CHUNKED && left == 0 && !ended) {
      nextChunk();
    }
    if (ended || left == 0) {
      return -1;
    }
    int read = in.read(target, offset, (int) Math.min(length, left));
    if (read < 0) {
      ended = true;
      if (framing != Framing.CLOSE) {
        throw new EOFException("the reply was cut short");
      }
      return -1;
    }
    left -= framing == Framing.CLOSE ? 0 : read;
    return read;
  }

  private void nextChunk() throws IOException {
    if (!first) {
      requireEmpty(line(in));
    }
    first = false;
    String size = line(in);
    int extension = size.indexOf(';');
    left = size(extension < 0 ? size : size.substring(0, extension));
    if (left == 0) {
      ended = true;
      requireEmpty(line(in));
    }
  }

  private static long size(String hex) throws IOException {
    if (!hex.strip().matches("[0-9a-fA-F]{1,15}")) {
      throw new IOException("not the size of a chunk: " + hex);
    }
    return Long.parseLong(hex.strip(), 16);
  }

  private static void requireEmpty(String line) throws IOException {
    if (!line.isEmpty()) {
      throw new IOException("not the end of a chunk: " + line);
    }
  }

  /** One line of a head, without its CRLF. */
  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException(
            line.isEmpty() ? "the connection was closed" : "the connection was closed in a line");
      }
      if (next == '\n') {
        break;
      }
      line.append((char) next);
      if (line.length() > LONGEST_LINE) {
        throw new IOException("a line of more than %d bytes: %s".formatted(LONGEST_LINE, line));
      }
    }
    if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
      throw new IOException("a line without CRLF: " + line);
    }
    line.setLength(line.length() - 1);
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
