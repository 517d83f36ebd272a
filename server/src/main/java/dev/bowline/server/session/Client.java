package dev.bowline.server.session;

/** What the other end of a session can do. */
public enum Client {
  /** Speaks the protocol whole: acknowledges, resumes, answers pings. */
  LIBRARY,
  /** A bare WebSocket: what was written counts as acknowledged, and the session dies with it. */
  BARE_WEBSOCKET,
  /**
   * A browser's own EventSource: resumes by Last-Event-ID, never acknowledges otherwise, answers
   * nothing. Its window drops the oldest.
   */
  EVENT_SOURCE
}
