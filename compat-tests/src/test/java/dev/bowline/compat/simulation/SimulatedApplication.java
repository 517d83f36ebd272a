package dev.bowline.compat.simulation;

/** The application of a history, which plays in JavaScript. */
public interface SimulatedApplication {
  /** Returns whether it has finished with the message; if not, the history says when. */
  boolean message(boolean binary, String text);

  /** Something else was told to it. */
  void called();

  /** There is room for what it wanted to send. */
  void room();

  void closed();
}
