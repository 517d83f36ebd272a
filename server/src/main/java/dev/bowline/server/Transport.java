package dev.bowline.server;

/** What can carry a session. */
public enum Transport {
  /** WebSocket, RFC 6455. */
  WEBSOCKET("websocket"),
  /** Server-sent events (WHATWG HTML), with posts for the other direction. */
  SSE("sse"),
  /** HTTP long polling, with posts for the other direction. */
  POLLING("polling");

  private final String wireName;

  Transport(String wireName) {
    this.wireName = wireName;
  }

  /** Its name in the protocol. */
  public String wireName() {
    return wireName;
  }

  static Transport of(String wireName) {
    for (Transport transport : values()) {
      if (transport.wireName.equals(wireName)) {
        return transport;
      }
    }
    throw new IllegalArgumentException("no transport is named " + wireName);
  }
}
