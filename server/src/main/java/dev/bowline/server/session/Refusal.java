package dev.bowline.server.session;

/** Why an attach was refused; a refused attach has no effect at all. */
public enum Refusal {
  /** The session is over and nothing is left to deliver. */
  CLOSED,
  /** A newer attach has been seen. */
  SUPERSEDED,
  /** The position was released already, or never sent. */
  BAD_POSITION
}
