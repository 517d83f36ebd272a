package dev.bowline.compat.conformance.wrong;

import static dev.bowline.compat.conformance.wrong.Deviation.answering;
import static dev.bowline.compat.conformance.wrong.Deviation.hearing;
import static dev.bowline.compat.conformance.wrong.Deviation.saying;

import dev.bowline.compat.client.Payload;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Wrong on WebSockets: section 4. */
final class WrongWebSockets {

  private static final String END = "4 End";

  private WrongWebSockets() {}

  static List<WrongServer> all() {
    return List.of(
        WrongServer.of(
            "acknowledgements begin with a capital letter",
            "4 Text frames",
            saying(
                (it, said) ->
                    List.of(
                        it.isWebSocket() && said.is("ack")
                            ? Said.bytes("ack", SocketFrame.text("A" + said.data()).unmasked())
                            : said))),
        WrongServer.of(
            "binary messages are text frames with base64",
            "4 Binary frames",
            saying(
                (it, said) ->
                    it.isWebSocket()
                            && said.payload().orElse(Payload.text(""))
                                instanceof Payload.Binary binary
                        ? List.of(
                            Said.message(
                                Payload.text(Base64.getEncoder().encodeToString(binary.array()))))
                        : List.of(said))),
        WrongServer.of(
            "a ping comes before the session record",
            "4 First frame",
            saying(
                (it, said) ->
                    it.isWebSocket() && said.is("session")
                        ? List.of(Said.record("ping", ""), said)
                        : List.of(said))),
        WrongServer.of(
            "a session ends on a WebSocket without a close record",
            END,
            saying((it, said) -> it.isWebSocket() && said.is("close") ? List.of() : List.of(said))),
        WrongServer.of(
            "every WebSocket is closed with 1000",
            END,
            saying((it, said) -> List.of(said.is("end") ? Said.end(1000) : said))),
        WrongServer.of("a Close frame ends the session", END, new TakesCloseForTheEnd()),
        WrongServer.of("a session ends with its connection", END, new TakesLossForTheEnd()),
        WrongServer.of(
            "an unknown session is refused by the status of the upgrade",
            "4 Refusals",
            answering(
                (it, answer) -> {
                  Optional<String> token = it.ask().token();
                  boolean unknown =
                      answer.is(101)
                          && token.isPresent()
                          && it.aside(looksFor(token.get())).is(404);
                  return unknown ? Answer.refusal(404, 4404) : answer;
                })),
        WrongServer.of(
            "each fragment is taken for a message",
            "4 Below",
            hearing(
                (it, frame) -> {
                  boolean begins = frame.opcode() > 0;
                  return begins
                      ? List.of(new SocketFrame(frame.first() | 0x80, frame.payload()))
                      : List.of();
                })),
        WrongServer.of(
            "permessage-deflate is agreed to",
            "4 Below",
            answering(
                (it, answer) ->
                    answer.is(101) && it.ask().header("Sec-WebSocket-Extensions").isPresent()
                        ? answer.withHeader("Sec-WebSocket-Extensions", "permessage-deflate")
                        : answer)));
  }

  /** An attach that has no effect on a session that there is. */
  static Ask looksFor(String token) {
    return new Ask(
        "GET",
        RightServer.CHANNEL + "/" + token + "?attach=1&ack=0&wait=0",
        "HTTP/1.1",
        List.of("Host: localhost"),
        new byte[0]);
  }

  /** Closes the session of an exchange. */
  static void closes(Exchange exchange) throws IOException {
    Optional<String> token = exchange.token();
    if (token.isPresent()) {
      exchange.aside(
          new Ask(
              "DELETE",
              RightServer.CHANNEL + "/" + token.get(),
              "HTTP/1.1",
              List.of("Host: localhost"),
              new byte[0]));
    }
  }

  private static final class TakesCloseForTheEnd implements Deviation {
    private final Set<Exchange> closing = ConcurrentHashMap.newKeySet();

    @Override
    public List<SocketFrame> hears(Exchange exchange, SocketFrame frame) {
      if (exchange.isBare() || !(frame.is('c') || frame.opcode() == SocketFrame.CLOSE)) {
        return List.of(frame);
      }
      return closing.add(exchange) && !frame.is('c')
          ? List.of(SocketFrame.text("c{\"code\":1000,\"reason\":\"\"}"), frame)
          : List.of(frame);
    }
  }

  private static final class TakesLossForTheEnd implements Deviation {
    @Override
    public void leaves(Exchange exchange) throws IOException {
      if (exchange.ask().method().equals("GET")) {
        closes(exchange);
      }
    }
  }
}
