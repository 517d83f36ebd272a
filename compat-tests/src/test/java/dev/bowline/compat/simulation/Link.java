package dev.bowline.compat.simulation;

/**
 * The wire to the client, as the simulated network has it. Bytes are strings of characters up to
 * U+00FF.
 */
public interface Link {
  /** The reply's head, for those that have one. */
  void begin(int status);

  /** A WebSocket's frame, or the bytes of a reply. */
  void write(boolean binary, String text);

  /** The end after all that was written: a close code, 0 where a reply is whole, 1006 for a cut. */
  void end(int code);
}
