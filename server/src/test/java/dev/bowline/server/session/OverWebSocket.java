package dev.bowline.server.session;

import java.util.OptionalLong;

/** What a session asks of a connection's transport, as every WebSocket answers it. */
public interface OverWebSocket extends Connection {

  @Override
  default String transport() {
    return "websocket";
  }

  @Override
  default OptionalLong hold() {
    return OptionalLong.empty();
  }
}
