package dev.bowline.compat.conformance.wrong;

import static dev.bowline.compat.conformance.wrong.Deviation.answering;
import static dev.bowline.compat.conformance.wrong.Deviation.asking;
import static dev.bowline.compat.conformance.wrong.Deviation.saying;

import dev.bowline.compat.client.Json;
import dev.bowline.compat.client.Payload;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Wrong about who is attached, and from which position: section 2, its first half. */
final class WrongResources {

  private static final String NUMBERS = "2 Attach numbers";
  private static final String POSITIONS = "2 Positions";

  private WrongResources() {}

  static List<WrongServer> all() {
    return List.of(
        WrongServer.of(
            "a lower attach number is accepted",
            NUMBERS,
            asking(
                (it, ask) ->
                    ask.number("attach").orElse(Long.MAX_VALUE) < it.trace().highest().get()
                        ? ask.without("attach")
                        : ask)),
        WrongServer.of("an attach number that comes twice is refused", NUMBERS, new Once()),
        WrongServer.of(
            "a superseded connection isn't told 4409",
            NUMBERS,
            saying(
                (it, said) -> {
                  boolean attached = it.next() > 0 && !it.ask().isPoll();
                  if (attached && said.is("error", 4409)) {
                    return List.of();
                  }
                  return attached && said.is("end") ? List.of(Said.end(1000)) : List.of(said);
                })),
        WrongServer.of(
            "a connection is told 4409 by a repeated attach too", NUMBERS, new Suspicious()),
        WrongServer.of(
            "a refused attach ends the connection before",
            NUMBERS,
            answering(
                (it, answer) -> {
                  if (it.ask().isAttach() && (answer.is(409) || answer.is(400))) {
                    for (Exchange other : it.trace().connections()) {
                      other.cuts();
                    }
                  }
                  return answer;
                })),
        WrongServer.of(
            "an attach without a number is refused",
            NUMBERS,
            asking(
                (it, ask) ->
                    ask.isAttach() && !ask.has("attach") ? ask.with("attach", "none") : ask)),
        WrongServer.of(
            "HEAD with an attach number attaches",
            "2 Requests",
            asking(
                (it, ask) ->
                    ask.method().equals("HEAD") && ask.has("attach")
                        ? ask.withMethod("GET").with("wait", 0)
                        : ask)),
        WrongServer.of(
            "a position beyond what was sent is cut down to it",
            POSITIONS,
            asking(
                (it, ask) -> {
                  long told = told(it);
                  return ask.isAttach() && ask.number("ack").orElse(0) > told
                      ? ask.with("ack", told)
                      : ask;
                })),
        WrongServer.of(
            "a position below what was released is raised to it", POSITIONS, new Raises()),
        WrongServer.of(
            "messages are released when they are sent, not when they are acknowledged",
            POSITIONS,
            asking(
                (it, ask) -> {
                  long told = told(it);
                  return ask.isAttach() && ask.number("ack").orElse(told) < told
                      ? ask.with("ack", told)
                      : ask;
                })),
        WrongServer.of("an attach replays one message too many", POSITIONS, new OneTooMany()),
        WrongServer.of(
            "an attach begins one message too late",
            POSITIONS,
            saying(
                (it, said) -> {
                  boolean first =
                      it.ask().isAttach() && it.next() - 2 == it.ask().number("ack").orElse(-9);
                  return said.isMessage() && first ? List.of() : List.of(said);
                })),
        WrongServer.of(
            "a poll is answered in reverse order",
            "10 Exactly once and in order",
            answering(
                (it, answer) -> {
                  List<Said> said = answer.said();
                  Collections.reverse(said);
                  return it.ask().isPoll() && answer.is(200) ? answer.saying(said) : answer;
                })),
        WrongServer.of(
            "every eighth message comes twice",
            "10 Exactly once and in order",
            saying(
                (it, said) ->
                    said.isMessage() && it.next() % 8 == 0 ? List.of(said, said) : List.of(said))),
        WrongServer.of(
            "the public id is the token",
            "2 Token",
            saying(
                (it, said) ->
                    said.is("session")
                        ? List.of(
                            said.with("id", Json.parse(said.data()).get("session").toString()))
                        : List.of(said))));
  }

  /** The number of the last message that the client was told. */
  private static long told(Exchange exchange) {
    return exchange.trace().messages().keySet().stream().mapToLong(it -> it).max().orElse(0);
  }

  /** Takes each number once only. */
  private static final class Once implements Deviation {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    @Override
    public Ask asks(Exchange exchange, Ask ask) {
      if (!ask.isAttach() || !ask.has("attach")) {
        return ask;
      }
      boolean again = !seen.add(ask.path() + ask.parameter("attach"));
      return again ? ask.with("attach", 1) : ask;
    }
  }

  /** Thinks of a repeated attach that it was somebody else's. */
  private static final class Suspicious implements Deviation {
    private final Map<String, Exchange> attached = new ConcurrentHashMap<>();

    @Override
    public Ask asks(Exchange exchange, Ask ask) throws IOException {
      if (ask.isAttach() && ask.has("attach")) {
        Exchange before = attached.put(ask.path() + ask.parameter("attach"), exchange);
        if (before != null && before.trace().connections().contains(before)) {
          before.tells(Said.record("error", "{\"code\":4409,\"reason\":\"again\"}"));
        }
      }
      return ask;
    }
  }

  /** Takes a position that it can't serve for the lowest that it can. */
  private static final class Raises implements Deviation {
    private final Map<String, Long> released = new ConcurrentHashMap<>();

    @Override
    public Ask asks(Exchange exchange, Ask ask) {
      if (ask.token().isEmpty() || ask.number("ack").isEmpty()) {
        return ask;
      }
      long position = ask.number("ack").getAsLong();
      long lowest =
          position <= told(exchange)
              ? released.merge(ask.token().get(), position, Math::max)
              : released.getOrDefault(ask.token().get(), 0L);
      return ask.isAttach() && position < lowest ? ask.with("ack", lowest) : ask;
    }
  }

  /** Begins with the message that the client has acknowledged. */
  private static final class OneTooMany implements Deviation {
    private final Set<Exchange> begun = ConcurrentHashMap.newKeySet();

    @Override
    public List<Said> says(Exchange exchange, Said said) {
      Optional<Payload> last =
          Optional.ofNullable(
              exchange.trace().messages().get(exchange.ask().number("ack").orElse(0)));
      if (!exchange.ask().isAttach() || last.isEmpty() || !begun.add(exchange)) {
        return List.of(said);
      }
      Said again = Said.message(last.get());
      return said.is("session") ? List.of(said, again) : List.of(again, said);
    }
  }
}
