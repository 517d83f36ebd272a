package dev.bowline.compat.faults;

import java.io.ByteArrayOutputStream;

/** A request as a whole, for faults that do something with all of it. */
final class Collected implements Flow {
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();

  Collected(Head head) {
    all.writeBytes(head.bytes());
  }

  @Override
  public void passes(byte[] piece, int from, int length) {
    all.write(piece, from, length);
  }

  byte[] bytes() {
    return all.toByteArray();
  }
}
