package dev.bowline.benchmarks;

/** A server under measurement. */
interface Subject {
  /** The port it listens on. */
  int port();

  /** How many sessions it has now. */
  int sessions();

  /**
   * Does what is special to this subject; the answer has no line break.
   *
   * @throws InterruptedException if this takes time and the JVM is to end
   */
  default String order(String order) throws InterruptedException {
    throw new IllegalArgumentException("unknown order: " + order);
  }
}
