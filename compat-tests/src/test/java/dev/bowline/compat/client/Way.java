package dev.bowline.compat.client;

/** The three transports, as this client names them. */
public enum Way {
  WEBSOCKET,
  STREAM,
  POLL
}
