package dev.bowline.compat.client;

import java.util.Optional;

/**
 * What a connection delivers, whichever transport it is.
 *
 * @param kind {@code session}, {@code ack}, {@code message}, {@code ping}, {@code gap}, {@code
 *     reconnect}, {@code close}, {@code error}, or {@code end} where the connection is over
 * @param data of a record; of the end of a WebSocket its code
 * @param payload of a message
 */
public record Told(String kind, String data, Optional<Payload> payload) {

  static Told of(Event event) {
    return event.isMessage()
        ? new Told("message", "", Optional.of(event.payload()))
        : new Told(event.type(), event.data(), Optional.empty());
  }

  static Told of(Frame frame) {
    if (frame.isClose()) {
      return new Told("end", String.valueOf(frame.closeCode()), Optional.empty());
    }
    if (frame.isMessage()) {
      return new Told("message", "", Optional.of(frame.payloadOfMessage()));
    }
    String kind =
        switch ((char) frame.payload()[0]) {
          case 's' -> "session";
          case 'a' -> "ack";
          case 'p' -> "ping";
          case 'g' -> "gap";
          case 'r' -> "reconnect";
          case 'c' -> "close";
          case 'e' -> "error";
          default -> throw new AssertionError("no record of the server's: " + frame);
        };
    return new Told(kind, frame.data(), Optional.empty());
  }

  public boolean is(String wanted) {
    return kind.equals(wanted);
  }

  public Json json() {
    return Json.parse(data);
  }

  public long number() {
    return Long.parseLong(data);
  }

  @Override
  public String toString() {
    return payload.map(it -> kind + " " + it).orElse((kind + " " + data).trim());
  }
}
