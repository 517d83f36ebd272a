package dev.bowline.compat.client;

import java.util.List;
import java.util.Random;

/** The three transports, as this client names them. */
public enum Way {
  WEBSOCKET,
  STREAM,
  POLL;

  private static final List<Way> ALL = List.of(values());

  /** As the protocol's page calls it. */
  public String inWords() {
    return switch (this) {
      case WEBSOCKET -> "WebSocket";
      case STREAM -> "event stream";
      case POLL -> "polling";
    };
  }

  /** Another one; three times is once around. */
  public Way another() {
    return ALL.get((ALL.indexOf(this) + 1) % ALL.size());
  }

  /** Any of them. */
  public static Way any(Random random) {
    return ALL.get(random.nextInt(ALL.size()));
  }
}
