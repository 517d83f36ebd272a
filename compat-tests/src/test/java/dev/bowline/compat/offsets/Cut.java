package dev.bowline.compat.offsets;

/**
 * Where one connection of an exchange ends, for both of its sides.
 *
 * @param connection which one; the first is 0
 * @param up whether the bytes of the client are counted, or those of the server
 * @param offset how many of them still pass
 * @param end by what it ends
 */
record Cut(int connection, boolean up, long offset, End end) {

  /** What both sides of a cut connection get to see. */
  enum End {
    RST,
    FIN
  }

  @Override
  public String toString() {
    return "%s after %d bytes %s of connection %d"
        .formatted(end, offset, up ? "up" : "down", connection + 1);
  }
}
