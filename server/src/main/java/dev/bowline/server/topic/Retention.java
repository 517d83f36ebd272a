package dev.bowline.server.topic;

/**
 * What a topic keeps for those who come later. Each of the three bounds holds.
 *
 * @param messages the most messages; 0 keeps none
 * @param bytes their most bytes, as they go out, envelopes included
 * @param ageMillis how long a message is kept
 */
public record Retention(int messages, long bytes, long ageMillis) {
  /** Keeps nothing. */
  public static final Retention NONE = new Retention(0, 0, 0);
}
