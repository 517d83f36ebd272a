package dev.bowline.server;

/** What happens when a message would exceed the send window of a client that doesn't keep up. */
public enum SlowClient {
  /** The session is closed with 4429; a later client starts afresh. */
  CLOSE,
  /** The oldest messages are dropped, and the client is told which. */
  DROP_OLDEST,
  /**
   * The sending thread waits for room, as long as the session lives. Callbacks then run in the
   * executor, never in a thread that reads from the network.
   */
  HOLD
}
