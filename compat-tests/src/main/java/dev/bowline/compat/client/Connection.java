package dev.bowline.compat.client;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One connection of a session by any of the three transports, for the clauses that hold on all of
 * them. It keeps no rule: what it acknowledges and answers, a test says.
 */
public final class Connection implements AutoCloseable {

  /** How long a poll is held, where a test doesn't say. */
  private static final long WAIT_MILLIS = 20_000;

  private final WireClient wire;
  private final Optional<WireWebSocket> socket;
  private final Optional<HttpReply> reply;

  private Connection(WireClient wire, Optional<WireWebSocket> socket, Optional<HttpReply> reply) {
    this.wire = wire;
    this.socket = socket;
    this.reply = reply;
  }

  public static Connection opens(WireClient wire, Way way, String... headers) {
    return switch (way) {
      case WEBSOCKET -> of(wire, wire.opensWebSocket(headers));
      case STREAM -> of(wire, wire.opensStream(headers));
      case POLL -> of(wire, wire.posts("?v=1", "", headers));
    };
  }

  /** Attaches; a poll is at the server when this returns only where it has been answered. */
  public static Connection attaches(
      WireClient wire, Way way, String token, long number, long ack, String... headers) {
    return switch (way) {
      case WEBSOCKET -> of(wire, wire.attachesWebSocket(token, number, ack, headers));
      case STREAM -> of(wire, wire.attachesStream(token, number, ack, headers));
      case POLL -> of(wire, wire.polls(token, number, ack, WAIT_MILLIS, headers));
    };
  }

  /** Any request that this transport could make; {@code suffix} follows the channel's path. */
  public static Connection asks(WireClient wire, Way way, String suffix, String... headers) {
    return switch (way) {
      case WEBSOCKET -> of(wire, wire.webSocket(suffix, with(headers, WireClient.SUBPROTOCOL)));
      case STREAM -> of(wire, wire.gets(suffix, with(headers, WireClient.STREAM)));
      case POLL -> of(wire, wire.gets(suffix, headers));
    };
  }

  private static String[] with(String[] headers, String header) {
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = header;
    return all;
  }

  static Connection of(WireClient wire, WireWebSocket socket) {
    return socket.handshake().status() == 101
        ? new Connection(wire, Optional.of(socket), Optional.empty())
        : of(wire, socket.handshake());
  }

  static Connection of(WireClient wire, HttpReply reply) {
    return new Connection(wire, Optional.empty(), Optional.of(reply));
  }

  /** The next record or message, or the end; pings are passed over. */
  public Told next() {
    Told told = nextWithPings();
    while (told.is("ping")) {
      told = nextWithPings();
    }
    return told;
  }

  public Told nextWithPings() {
    try {
      return socket.isPresent()
          ? Told.of(nextButControl(socket.get()))
          : reply
              .orElseThrow()
              .events()
              .maybeNext()
              .map(Told::of)
              .orElse(new Told("end", "", Optional.empty()));
    } catch (UncheckedIOException e) {
      Throwable why = Objects.requireNonNullElse(e.getCause(), e);
      return new Told("end", String.valueOf(why.getMessage()), Optional.empty());
    }
  }

  /** RFC 6455's own pings and pongs are nobody's concern here. */
  private static Frame nextButControl(WireWebSocket socket) {
    Frame frame = socket.next();
    while (frame.opcode() == Frame.PING || frame.opcode() == Frame.PONG) {
      frame = socket.next();
    }
    return frame;
  }

  public Told next(String kind) {
    Told told = next();
    if (!told.is(kind)) {
      throw new AssertionError("expected " + kind + ", got " + told);
    }
    return told;
  }

  /** The next of this kind; what comes before it is passed over, but not the end. */
  public Told awaits(String kind) {
    Told told = next();
    while (!told.is(kind)) {
      if (told.is("end")) {
        throw new AssertionError("expected " + kind + ", got " + told);
      }
      told = next();
    }
    return told;
  }

  /** The next message; records that are no concern of it are passed over. */
  public Payload nextMessage() {
    Told told = next();
    while (told.is("session") || told.is("ack")) {
      told = next();
    }
    return told.payload().orElseThrow(() -> new AssertionError("expected a message"));
  }

  /** So many messages. */
  public List<Payload> messages(int count) {
    List<Payload> messages = new ArrayList<>();
    while (messages.size() < count) {
      messages.add(nextMessage());
    }
    return messages;
  }

  public SessionRecord session() {
    mustBeAccepted();
    return SessionRecord.parse(next("session").data());
  }

  public Connection mustBeAccepted() {
    if (reply.isPresent() && reply.get().status() != 200) {
      throw new AssertionError("expected status 200, got " + reply.get().summary());
    }
    return this;
  }

  /**
   * The code by which this connection was refused: that of the {@code error} or {@code close}
   * record, which every refusal has. An HTTP status must agree with it.
   */
  public int refusal() {
    Told told = next();
    if (!told.is("error") && !told.is("close")) {
      throw new AssertionError("expected a refusal, got " + told);
    }
    int code = told.json().number("code");
    reply.ifPresent(
        it -> {
          int status = it.status();
          boolean agrees = status == 410 ? told.is("close") : told.is("error");
          if (!agrees || (code >= 4000 && status != 410 && code != 4000 + status)) {
            throw new AssertionError(status + " with " + told);
          }
        });
    return code;
  }

  /** The status of a refusal over HTTP, or of the handshake. */
  public int status() {
    return reply.map(HttpReply::status).orElse(101);
  }

  /** What the end of a WebSocket says; the end of a reply says nothing. */
  public String awaitsTheEnd() {
    Told told = next();
    while (!told.is("end")) {
      told = next();
    }
    return told.data();
  }

  /** Acknowledges as this transport does. */
  public void acknowledges(String token, long ack) {
    if (socket.isPresent()) {
      socket.get().sends("a" + ack);
    } else {
      try (HttpReply answer = wire.acknowledges(token, ack)) {
        // 410: it was the last that a closing session had waited for.
        if (answer.status() != 200 && answer.status() != 410) {
          throw new AssertionError(answer + " " + answer.text());
        }
      }
    }
  }

  /** Sends messages from a number on, as this transport does. */
  public void sends(String token, long from, Payload... messages) {
    if (socket.isPresent()) {
      socket.get().sends("n" + from);
      for (Payload message : messages) {
        socket.get().sends(message);
      }
    } else {
      wire.beginsBatch(token, from, messages);
    }
  }

  public Line line() {
    return socket.map(WireWebSocket::line).orElseGet(() -> reply.orElseThrow().line());
  }

  @Override
  public void close() {
    line().close();
  }
}
