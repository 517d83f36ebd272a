package dev.bowline.server.session;

import java.util.List;

/**
 * The limits and times of a channel's sessions; sizes are bytes of payload, times milliseconds. The
 * values were validated where the application set them.
 *
 * @param send what is kept for a client that has not acknowledged it
 * @param receive what a client may have unacknowledged
 * @param maxMessage the largest message
 * @param maxBatch the largest posted batch, as encoded
 * @param heartbeat the longest silence on a WebSocket or stream
 * @param pollHold the longest that a poll, or a post whose messages are being handled, is held
 * @param resumeTimeout how long a session lives without a connection
 * @param openTimeout the same for one that was never heard of again after it was opened
 * @param overflow what happens to a message that would exceed the send window
 * @param transports the names of the transports on offer
 */
public record SessionTerms(
    Window send,
    Window receive,
    int maxMessage,
    int maxBatch,
    long heartbeat,
    long pollHold,
    long resumeTimeout,
    long openTimeout,
    Overflow overflow,
    List<String> transports) {

  /** What happens to a message that would exceed the send window. */
  public enum Overflow {
    /** The session is closed with 4429. */
    CLOSE,
    /** The oldest messages go, and the client is told of the gap. */
    DROP_OLDEST,
    /** The message is not taken; its sender waits for room. */
    HOLD
  }

  /** Silence after which a connection that should have spoken is dead: 2.2 heartbeats. */
  long silenceLimit() {
    return heartbeat * 11 / 5;
  }
}
