package dev.bowline.compat.conformance.wrong;

import static dev.bowline.compat.conformance.wrong.Deviation.answering;
import static dev.bowline.compat.conformance.wrong.Deviation.asking;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Wrong about how requests are made and replies headed: section 2, its second half. */
final class WrongRequests {

  private static final String PARAMETERS = "2 Parameters";
  private static final String HEADERS = "2 Headers";
  private static final String UPGRADES = "2 Upgrades";
  private static final String STATUSES = "2 Statuses";
  private static final String REQUESTS = "2 Requests";

  private static final Set<String> KNOWN =
      Set.of("v", "attach", "ack", "wait", "seq", "close", "probe", "pad");
  private static final int MAX_BATCH = 256 * 1024;

  private WrongRequests() {}

  static List<WrongServer> all() {
    List<WrongServer> all = new ArrayList<>(parameters());
    all.addAll(headers());
    all.addAll(upgrades());
    all.addAll(resources());
    return all;
  }

  private static List<WrongServer> parameters() {
    return List.of(
        WrongServer.of(
            "of a repeated parameter the last counts",
            PARAMETERS,
            asking(
                (it, ask) -> {
                  List<String> backwards = new ArrayList<>(ask.parameters());
                  Collections.reverse(backwards);
                  return ask.withParameters(backwards);
                })),
        WrongServer.of(
            "an unknown parameter is refused",
            PARAMETERS,
            asking(
                (it, ask) -> {
                  boolean known =
                      ask.parameters().stream()
                          .map(parameter -> parameter.replaceFirst("=.*", ""))
                          .allMatch(name -> KNOWN.contains(name) || name.equals("_"));
                  String needed = ask.token().isPresent() ? "ack" : "v";
                  return known ? ask : ask.with(needed, "none");
                })),
        WrongServer.of(
            "a negative number is taken without its sign",
            PARAMETERS,
            asking((it, ask) -> ask.withTarget(ask.target().replace("=-", "=")))),
        WrongServer.of(
            "a missing ack is taken for 0",
            PARAMETERS,
            asking((it, ask) -> ask.isAttach() && !ask.has("ack") ? ask.with("ack", 0) : ask)),
        WrongServer.of(
            "an unknown version is taken for the first",
            PARAMETERS,
            asking((it, ask) -> ask.has("v") ? ask.with("v", 1) : ask)));
  }

  private static List<WrongServer> headers() {
    return List.of(
        WrongServer.of(
            "no Cache-Control",
            HEADERS,
            answering((it, answer) -> answer.withoutHeader("Cache-Control"))),
        WrongServer.of(
            "Cache-Control without no-transform",
            HEADERS,
            answering((it, answer) -> answer.withHeader("Cache-Control", "no-store"))),
        WrongServer.of(
            "refusals may be cached",
            HEADERS,
            answering(
                (it, answer) ->
                    answer.status() >= 400 ? answer.withoutHeader("Cache-Control") : answer)),
        WrongServer.of(
            "no X-Content-Type-Options",
            HEADERS,
            answering((it, answer) -> answer.withoutHeader("X-Content-Type-Options"))),
        WrongServer.of(
            "event streams may be buffered by nginx",
            HEADERS,
            answering((it, answer) -> answer.withoutHeader("X-Accel-Buffering"))),
        WrongServer.of(
            "event streams have an encoding that is none",
            HEADERS,
            answering((it, answer) -> answer.withHeader("Content-Encoding", "identity"))),
        WrongServer.of("no padding", "2 Padding", asking((it, ask) -> ask.without("pad"))),
        WrongServer.of(
            "chunks for HTTP/1.0",
            "2 HTTP versions",
            answering(
                (it, answer) ->
                    it.ask().version().equals("HTTP/1.0") && it.ask().isStream() && answer.is(200)
                        ? answer.withHeader("Transfer-Encoding", "chunked")
                        : answer)));
  }

  private static List<WrongServer> upgrades() {
    return List.of(
        WrongServer.of(
            "an offer to upgrade to h2c is refused",
            UPGRADES,
            answering(
                (it, answer) ->
                    it.ask().header("Upgrade").isPresent() && !it.ask().isUpgrade()
                        ? Answer.refusal(400, 4400)
                        : answer)),
        WrongServer.of(
            "an old version of WebSocket gets 400",
            UPGRADES,
            answering((it, answer) -> answer.is(426) ? Answer.refusal(400, 4400) : answer)),
        WrongServer.of(
            "unknown subprotocols are upgraded all the same",
            UPGRADES,
            asking(
                (it, ask) ->
                    ask.header("Sec-WebSocket-Protocol").isPresent()
                        ? ask.withHeader("Sec-WebSocket-Protocol", "bowline.v1")
                        : ask)),
        WrongServer.of(
            "a session's URL is upgraded without a subprotocol",
            UPGRADES,
            asking(
                (it, ask) ->
                    ask.isUpgrade() && ask.token().isPresent()
                        ? ask.withHeader("Sec-WebSocket-Protocol", "bowline.v1")
                        : ask)),
        WrongServer.of(
            "bowline.v1 isn't found among other subprotocols",
            UPGRADES,
            asking(
                (it, ask) ->
                    ask.header("Sec-WebSocket-Protocol").orElse("").contains(",")
                        ? ask.withHeader("Sec-WebSocket-Protocol", "other")
                        : ask)));
  }

  private static List<WrongServer> resources() {
    return List.of(
        WrongServer.of(
            "204 to a poll with nothing in it",
            STATUSES,
            answering(
                (it, answer) ->
                    it.ask().isPoll() && answer.text().startsWith("event: ping")
                        ? answer.withBody("").withStatus(204)
                        : answer)),
        WrongServer.of(
            "a message within maxMessage is refused because its batch is over maxBatch",
            STATUSES,
            new Deviation() {
              @Override
              public Ask asks(Exchange exchange, Ask ask) {
                return isBig(ask) ? ask.with("seq", "none") : ask;
              }

              @Override
              public Answer answers(Exchange exchange, Answer answer) {
                return isBig(exchange.ask()) ? Answer.refusal(413, 1009) : answer;
              }

              private boolean isBig(Ask ask) {
                return ask.isBatch() && ask.body().length > MAX_BATCH;
              }
            }),
        WrongServer.of(
            "DELETE is answered with 204",
            REQUESTS,
            answering(
                (it, answer) ->
                    it.ask().method().equals("DELETE") && answer.is(200)
                        ? answer.withBody("").withStatus(204)
                        : answer)),
        WrongServer.of(
            "every GET of the channel opens an event stream",
            REQUESTS,
            asking(
                (it, ask) ->
                    ask.method().equals("GET") && ask.token().isEmpty() && !ask.isUpgrade()
                        ? ask.withHeader("Accept", "text/event-stream").with("v", 1)
                        : ask)),
        WrongServer.of(
            "an unknown method gets 501",
            REQUESTS,
            answering((it, answer) -> answer.is(405) ? answer.withStatus(501) : answer)),
        WrongServer.of(
            "OPTIONS is a method it doesn't know",
            REQUESTS,
            answering(
                (it, answer) ->
                    it.ask().method().equals("OPTIONS") ? Answer.refusal(405, 4405) : answer)),
        WrongServer.of(
            "a post without a number is answered and thrown away",
            REQUESTS,
            asking(
                (it, ask) ->
                    ask.isPost() && ask.token().isPresent() && ask.parameters().isEmpty()
                        ? ask.with("ack", 0).withBody(new byte[0])
                        : ask)),
        WrongServer.of(
            "a post without a number is text whatever its type",
            REQUESTS,
            asking(
                (it, ask) ->
                    ask.isPost() && ask.parameters().isEmpty()
                        ? ask.withHeader("Content-Type", "text/plain")
                        : ask)));
  }
}
