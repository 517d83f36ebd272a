package dev.bowline.compat.conformance.wrong;

import dev.bowline.compat.client.BlockInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A chunked body. It fails where it is cut short, and ends where its last chunk says so. */
final class Chunks extends BlockInput {

  private final InputStream in;
  private boolean first = true;
  private boolean ended;
  private int left;

  Chunks(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0 && !ended) {
      begins();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(target, offset, Math.min(length, left));
    if (read < 0) {
      throw new EOFException("ended in a chunk");
    }
    left -= read;
    return read;
  }

  private void begins() throws IOException {
    if (!first) {
      Http1.line(in);
    }
    first = false;
    String size = Http1.line(in).orElseThrow(() -> new EOFException("ended before a chunk"));
    left = Integer.parseInt(size.replaceFirst(";.*", "").trim(), 16);
    if (left == 0) {
      ended = true;
      Http1.line(in);
    }
  }
}
