package dev.bowline.compat.faults;

import java.util.List;
import java.util.function.BiFunction;

/** Faults that write heads anew. */
final class Heads extends Fault {
  private static final List<String> KNOWN =
      List.of(
          "host",
          "connection",
          "upgrade",
          "sec-websocket-key",
          "sec-websocket-version",
          "sec-websocket-protocol",
          "sec-websocket-accept",
          "accept",
          "origin",
          "content-type",
          "content-length",
          "transfer-encoding",
          "retry-after",
          "access-control-allow-origin",
          "access-control-allow-credentials");

  private final BiFunction<Head, Direction, Head> change;

  private Heads(String name, BiFunction<Head, Direction, Head> change) {
    super(name);
    this.change = change;
  }

  static Fault withoutUpgrade() {
    return new Heads(
        "stripped of its upgrade",
        (head, direction) ->
            direction == Direction.TO_SERVER ? head.without("upgrade", "connection") : head);
  }

  static Fault withLinesOf(int bytes) {
    return new Heads(
        "header lines cut after " + bytes + " bytes",
        (head, direction) ->
            head.mapped(line -> line.length() > bytes ? line.substring(0, bytes) : line));
  }

  static Fault withKnownNames() {
    return new Heads(
        "unknown headers dropped",
        (head, direction) -> head.filtered(line -> KNOWN.contains(Head.name(line))));
  }

  static Fault asOldHttp() {
    return new Heads(
        "asked by HTTP/1.0",
        (head, direction) ->
            direction == Direction.TO_SERVER
                ? head.starting(head.word(0) + " " + head.word(1) + " HTTP/1.0")
                    .without("upgrade", "keep-alive", "te")
                    .with("Connection: close")
                : head);
  }

  @Override
  Head changes(Head head, Direction direction) {
    return change.apply(head, direction);
  }
}
