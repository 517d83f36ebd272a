package dev.bowline.compat.client;

import java.util.Optional;

/** A session's event stream, or one of its polls. */
final class EventCarrier {

  private static final long HOLD_MILLIS = 5_000;

  private final ReliableClient client;
  private final long number;

  EventCarrier(ReliableClient client, long number) {
    this.client = client;
    this.number = number;
  }

  void streams(long ack) {
    runs("&ack=" + ack, WireClient.STREAM);
  }

  void polls(long ack) {
    runs("&ack=" + ack + "&wait=" + HOLD_MILLIS + "&_=" + number, "Accept: */*");
  }

  private void runs(String parameters, String accept) {
    WireClient wire = client.wire();
    String target = "/" + client.session().token() + "?attach=" + number + parameters;
    Line line = wire.line();
    if (client.log().isNewest(number)) {
      client.usesLine(line);
    }
    line.write(
        Requests.request(
            "HTTP/1.1", "GET", wire.channel() + target, wire.host(), new byte[0], accept));
    try (HttpReply reply = HttpReply.on(line)) {
      if (reply.status() == 200) {
        runs(reply);
      } else {
        Refusals.judge(client, number, reply);
      }
    }
  }

  void runs(HttpReply reply) {
    if (client.log().isNewest(number)) {
      client.usesLine(reply.line());
    }
    try (reply) {
      Optional<Event> event = reply.events().maybeNext();
      while (event.isPresent() && client.log().isNewest(number) && takes(event.get())) {
        event = reply.events().maybeNext();
      }
      client.log().heard(number);
    }
  }

  private boolean takes(Event event) {
    ClientLog log = client.log();
    if (event.isMessage()) {
      log.accept(number, event.payload());
      return true;
    }
    switch (event.type()) {
      case "ack" -> {
        log.heard(number);
        log.release(event.number());
      }
      case "session" -> {
        log.heard(number);
        log.release(SessionRecord.parse(event.data()).ack());
      }
      case "ping" -> log.answers(number);
      case "gap" -> log.gap(number, event.json().number("from"), event.json().number("to"));
      case "close" -> client.isOver(event.data());
      case "error" -> Refusals.judge(client, number, event.json().number("code"), event.data());
      default -> {}
    }
    return !event.is("close") && !event.is("error") && !event.is("reconnect");
  }
}
