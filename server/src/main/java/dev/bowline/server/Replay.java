package dev.bowline.server;

/** What a session gets that subscribes from a position; see {@link Topic#subscribe}. */
public enum Replay {
  /** Everything since that position follows. */
  COMPLETE,
  /**
   * Something since that position is not kept any more, or the position is of an earlier life of
   * the topic. What is kept follows.
   */
  INCOMPLETE,
  /** Nothing follows: the session is closed. */
  CLOSED
}
