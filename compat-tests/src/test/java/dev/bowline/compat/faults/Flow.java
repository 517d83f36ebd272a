package dev.bowline.compat.faults;

import java.io.IOException;

/**
 * One direction of an exchange: where the bytes of a request or a reply go next. Used by one thread
 * at a time.
 */
interface Flow {

  /** Where nothing arrives. */
  Flow NOWHERE = (piece, from, length) -> {};

  void passes(byte[] piece, int from, int length) throws IOException;

  /** The request or the reply is complete. */
  default void completes() throws IOException {}

  /** A flow that does something to what runs through it. */
  class Through implements Flow {
    final Flow next;

    Through(Flow next) {
      this.next = next;
    }

    @Override
    public void passes(byte[] piece, int from, int length) throws IOException {
      next.passes(piece, from, length);
    }

    @Override
    public void completes() throws IOException {
      next.completes();
    }
  }
}
