package dev.bowline.compat.conformance.wrong;

import static dev.bowline.compat.conformance.wrong.Deviation.asking;

import dev.bowline.compat.client.Payload;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Wrong about moves from one connection to another, and about probes: sections 7 and 8. */
final class WrongMoves {

  private static final String PROBES = "7 Probes";
  private static final String FENCED = "8 Fenced off";

  private WrongMoves() {}

  static List<WrongServer> all() {
    return List.of(
        WrongServer.of("a probe gets one ping only", PROBES, new Curt()),
        WrongServer.of(
            "a probe attaches",
            PROBES,
            asking((it, ask) -> ask.has("probe") ? ask.without("probe").with("ack", 0) : ask)),
        WrongServer.of("a probe of an unknown session is answered", PROBES, new Hospitable()),
        WrongServer.of("what breaks a probe breaks its session", PROBES, new Touchy()),
        WrongServer.of("messages on a superseded WebSocket are taken", FENCED, new Greedy()),
        WrongServer.of(
            "a mistake on a superseded WebSocket ends the session", FENCED, new Vengeful()));
  }

  private static boolean isSuperseded(Exchange exchange) {
    long number = exchange.ask().token().isEmpty() ? 1 : exchange.ask().number("attach").orElse(0);
    return exchange.token().isPresent() && number < exchange.trace().highest().get();
  }

  /** Says one ping where two are due. */
  private static final class Curt implements Deviation {
    private final Set<Exchange> pinged = ConcurrentHashMap.newKeySet();

    @Override
    public List<Said> says(Exchange exchange, Said said) {
      boolean probing = exchange.ask().has("probe") && said.is("ping");
      return probing && !pinged.add(exchange) ? List.of() : List.of(said);
    }
  }

  /** Lets anybody try the path. */
  private static final class Hospitable implements Deviation {
    @Override
    public Answer answers(Exchange exchange, Answer answer) {
      return exchange.ask().has("probe") && answer.is(404)
          ? Answer.record(200, "ping", "")
          : answer;
    }
  }

  /** Closes the session for a frame that is not allowed on a probe. */
  private static final class Touchy implements Deviation {
    @Override
    public List<SocketFrame> hears(Exchange exchange, SocketFrame frame) throws IOException {
      boolean allowed =
          frame.is('a') || frame.is('p') || frame.is('t') || frame.opcode() >= SocketFrame.CLOSE;
      if (exchange.ask().has("probe") && exchange.next() < 0 && !allowed) {
        WrongWebSockets.closes(exchange);
      }
      return List.of(frame);
    }
  }

  /** Leaves a WebSocket open, and doesn't tell its client, when another connection has come. */
  private abstract static class Unfenced implements Deviation {
    @Override
    public final List<Said> says(Exchange exchange, Said said) {
      boolean farewell = said.is("end") || said.is("error", 4409);
      return keeps(exchange) && farewell ? List.of() : List.of(said);
    }

    @Override
    public final boolean keeps(Exchange exchange) {
      return exchange.ask().isUpgrade() && isSuperseded(exchange);
    }
  }

  /** Takes messages from wherever they come. */
  private static final class Greedy extends Unfenced {
    @Override
    public List<SocketFrame> hears(Exchange exchange, SocketFrame frame) throws IOException {
      if (keeps(exchange) && frame.isMessage()) {
        Payload payload =
            frame.opcode() == SocketFrame.BINARY
                ? Payload.binary(frame.payload())
                : Payload.text(frame.text().substring(1));
        WrongBatches.posts(exchange, payload);
      }
      return List.of(frame);
    }
  }

  /** Closes the session for a mistake that is none of it any more. */
  private static final class Vengeful extends Unfenced {
    @Override
    public List<SocketFrame> hears(Exchange exchange, SocketFrame frame) throws IOException {
      if (keeps(exchange) && frame.is('z')) {
        WrongWebSockets.closes(exchange);
      }
      return List.of(frame);
    }
  }
}
