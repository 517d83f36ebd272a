package dev.bowline.server.wire;

import java.util.List;

/**
 * Everything that can stand on the wire, once: a message, or one of the records by which the two
 * sides run the channel. How it is spelled there is for {@link WebSocketFrames} and {@link
 * EventStream}.
 */
public sealed interface ProtocolRecord {
  /** Which one it is, for an exhaustive {@code switch}. */
  Kind kind();

  /** The kinds of records, with the names that the two encodings give them. */
  enum Kind {
    MESSAGE('m', "message"),
    SESSION('s', "session"),
    ACK('a', "ack"),
    NEXT('n', "next"),
    ATTACH('t', "attach"),
    PING('p', "ping"),
    GAP('g', "gap"),
    RECONNECT('r', "reconnect"),
    CLOSE('c', "close"),
    ERROR('e', "error");

    private final char letter;
    private final String event;

    Kind(char letter, String event) {
      this.letter = letter;
      this.event = event;
    }

    /** The first character of the WebSocket text frame. */
    char letter() {
      return letter;
    }

    /** The name of the event. */
    String event() {
      return event;
    }
  }

  /** A message of the application's. */
  record Message(Payload payload) implements ProtocolRecord {
    @Override
    public Kind kind() {
      return Kind.MESSAGE;
    }
  }

  /**
   * This connection is attached. Times are in milliseconds, sizes in bytes of payload.
   *
   * @param token the session's secret; left out of {@link #toString()}
   * @param id the session's public name
   * @param resumed false on the connection that opened the session
   * @param ack the last message from the client that has been handled
   * @param next the number of the first message that follows here
   * @param pollWait for how long a poll is held; {@code wait} on the wire, a name that Java keeps
   * @param sendMessages the window kept for the client, in messages
   * @param receiveMessages what the client may have unacknowledged at most, in messages
   */
  record SessionOpened(
      String token,
      String id,
      boolean resumed,
      long ack,
      long next,
      long heartbeat,
      long resumeTimeout,
      long pollWait,
      long sendMessages,
      long sendBytes,
      long receiveMessages,
      long receiveBytes,
      long maxMessage,
      long maxBatch,
      List<String> transports)
      implements ProtocolRecord {
    public SessionOpened {
      transports = List.copyOf(transports);
    }

    @Override
    public Kind kind() {
      return Kind.SESSION;
    }

    @Override
    public String toString() {
      return "SessionOpened[id="
          + id
          + ", resumed="
          + resumed
          + ", ack="
          + ack
          + ", next="
          + next
          + "]";
    }
  }

  /** Everything up to the number has been handled. */
  record Ack(long number) implements ProtocolRecord {
    @Override
    public Kind kind() {
      return Kind.ACK;
    }
  }

  /** The sender's next message on this WebSocket has this number. */
  record Next(long number) implements ProtocolRecord {
    @Override
    public Kind kind() {
      return Kind.NEXT;
    }
  }

  /** Attach this WebSocket, which has only probed so far. */
  record Attach(long number, long ack) implements ProtocolRecord {
    @Override
    public Kind kind() {
      return Kind.ATTACH;
    }
  }

  /** I am here. */
  record Ping() implements ProtocolRecord {
    @Override
    public Kind kind() {
      return Kind.PING;
    }
  }

  /** The messages from the first to the last number, both included, were dropped. */
  record Gap(long from, long to) implements ProtocolRecord {
    @Override
    public Kind kind() {
      return Kind.GAP;
    }
  }

  /** Drop this connection, and attach again after about that long. */
  record Reconnect(long afterMillis) implements ProtocolRecord {
    @Override
    public Kind kind() {
      return Kind.RECONNECT;
    }
  }

  /** The session is over. */
  record Close(int code, String reason) implements ProtocolRecord {
    @Override
    public Kind kind() {
      return Kind.CLOSE;
    }
  }

  /** This request or this connection failed. */
  @SuppressWarnings("JavaLangClash") // the protocol's word for it
  record Error(int code, String reason) implements ProtocolRecord {
    @Override
    public Kind kind() {
      return Kind.ERROR;
    }
  }
}
