package dev.bowline.compat.conformance.wrong;

import dev.bowline.compat.client.Payload;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What a front has seen of a session: enough to be wrong about it. */
final class Trace {

  private final AtomicLong highest = new AtomicLong(1);
  private final AtomicLong handled = new AtomicLong();
  private final Map<Long, Payload> messages = new ConcurrentHashMap<>();
  private final Set<Exchange> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** The highest attach number that was asked for; the opening has 1. */
  AtomicLong highest() {
    return highest;
  }

  /** The highest acknowledgement that the client was told, with 409 apart. */
  AtomicLong handled() {
    return handled;
  }

  /** The server's messages by their numbers, once they have been told. */
  Map<Long, Payload> messages() {
    return messages;
  }

  /** WebSockets, streams and polls of the session that are under way. */
  Set<Exchange> connections() {
    return connections;
  }

  /** Whether the client has been told that the session is over. */
  boolean isClosed() {
    return closed;
  }

  void closes() {
    closed = true;
  }
}
