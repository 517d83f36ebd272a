package dev.bowline.compat.offsets;

/**
 * Where one connection of an exchange ends, for both of its sides.
 *
 * @param connection which one
 * @param up whether the bytes of the client are counted, or those of the server
 * @param offset how many of them still pass
 * @param end by what it ends
 */
record Cut(Which connection, boolean up, long offset, End end) {

  /**
   * A connection is known by what it asks for, since a poll and a post begin in any order.
   *
   * @param kind the first letter of its first method
   * @param number counted among those of its kind; the first is 1
   */
  record Which(char kind, int number) {
    @Override
    public String toString() {
      return kind + "-" + number;
    }
  }

  /** What both sides of a cut connection get to see. */
  enum End {
    RST,
    FIN
  }

  @Override
  public String toString() {
    return "%s after %d bytes %s of connection %s"
        .formatted(end, offset, up ? "up" : "down", connection);
  }
}
