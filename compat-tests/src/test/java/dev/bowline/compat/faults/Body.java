package dev.bowline.compat.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** How a body is framed, which is all that tells where it ends. Its bytes pass as they are. */
enum Body {
  NONE,
  SIZED,
  CHUNKED,
  UNTIL_THE_END;

  /** Small, so that what is cut is cut in the midst of something. */
  private static final int PIECE = 512;

  static Body ofRequest(Head head) {
    if (head.value("transfer-encoding").endsWith("chunked")) {
      return CHUNKED;
    }
    return head.value("content-length").isEmpty() ? NONE : SIZED;
  }

  static Body ofReply(Head head, String method) {
    int status = head.status();
    if (status == 101) {
      return UNTIL_THE_END;
    }
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return NONE;
    }
    Body asTold = ofRequest(head);
    return asTold == NONE ? UNTIL_THE_END : asTold;
  }

  /** Passes the body on as it comes. Returns whether it was whole. */
  boolean passes(Head head, InputStream in, Flow flow) throws IOException {
    return switch (this) {
      case NONE -> true;
      case SIZED -> passes(Long.parseLong(head.value("content-length")), in, flow);
      case CHUNKED -> passesChunks(in, flow);
      case UNTIL_THE_END -> {
        passes(Long.MAX_VALUE, in, flow);
        yield true;
      }
    };
  }

  private static boolean passes(long bytes, InputStream in, Flow flow) throws IOException {
    byte[] piece = new byte[PIECE];
    long left = bytes;
    while (left > 0) {
      int length = in.read(piece, 0, (int) Math.min(piece.length, left));
      if (length < 0) {
        return false;
      }
      flow.passes(piece, 0, length);
      left -= length;
    }
    return true;
  }

  private static boolean passesChunks(InputStream in, Flow flow) throws IOException {
    long size;
    do {
      String line = passesLine(in, flow);
      if (line.isEmpty()) {
        return false;
      }
      size = Long.parseLong(line.split(";", 2)[0].trim(), 16);
      // What follows the last chunk are trailers, which nobody sends, and an empty line.
      if (!passes(size, in, flow) || passesLine(in, flow).isEmpty()) {
        return false;
      }
    } while (size > 0);
    return true;
  }

  /** The line, its end included; empty at the end of the connection. */
  private static String passesLine(InputStream in, Flow flow) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next;
    do {
      next = in.read();
      if (next < 0) {
        return "";
      }
      line.write(next);
    } while (next != '\n');
    flow.passes(line.toByteArray(), 0, line.size());
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
