package dev.bowline.compat.conformance.wrong;

import static dev.bowline.compat.conformance.wrong.Deviation.answering;
import static dev.bowline.compat.conformance.wrong.Deviation.asking;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bowline.compat.client.Payload;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Wrong about what clients post: section 5 as well. */
final class WrongBatches {

  private static final String GRAMMAR = "5 Grammar";
  private static final String BATCHES = "5 Batches";
  private static final String REPLY = "5 Reply to a batch";
  private static final String AHEAD = "5 A batch that is ahead";
  private static final String ACK = "5 ack on a post";

  /** A number that no session of a test ever gets to. */
  private static final long FAR_AHEAD = 1L << 40;

  private WrongBatches() {}

  static List<WrongServer> all() {
    return List.of(
        WrongServer.of(
            "lines of a batch end by LF alone",
            GRAMMAR,
            bodies(body -> body.contains("\r") ? body.replace("\r", "?") : body)),
        WrongServer.of(
            "a comment in a batch is refused",
            GRAMMAR,
            bodies(body -> body.replaceAll("(?m)^:", "event: unknown\n:"))),
        WrongServer.of(
            "a batch's event that is unfinished is taken",
            BATCHES,
            bodies(body -> body.endsWith("\n\n") || body.isEmpty() ? body : body + "\n\n")),
        WrongServer.of(
            "unknown events in a batch are skipped",
            BATCHES,
            bodies(
                body ->
                    Arrays.stream(body.split("(?<=\n\n)"))
                        .filter(event -> !event.matches("(?s)event: (?!text|binary).*"))
                        .collect(Collectors.joining()))),
        WrongServer.of(
            "bad UTF-8 in a batch is mended",
            BATCHES,
            asking(
                (it, ask) ->
                    ask.isBatch()
                        ? ask.withBody(new String(ask.body(), UTF_8).getBytes(UTF_8))
                        : ask)),
        WrongServer.of(
            "what stands before the mistake in a batch counts",
            BATCHES,
            answering(
                (it, answer) -> {
                  int first = new String(it.ask().body(), UTF_8).indexOf("\n\n") + 2;
                  if (it.ask().isBatch() && answer.is(400) && first > 1) {
                    it.aside(it.ask().withBody(Arrays.copyOf(it.ask().body(), first)));
                  }
                  return answer;
                })),
        WrongServer.of(
                "a batch is acknowledged when it is received, not when it is handled",
                REPLY,
                new Deviation() {})
            .behind(WrongServer.Behind.CARELESS),
        WrongServer.of(
            "a batch that comes twice is handled twice",
            REPLY,
            asking(
                (it, ask) -> {
                  long accepted = ask.isBatch() ? accepted(it) : Long.MAX_VALUE;
                  boolean again =
                      ask.number("seq").orElse(0) > 0
                          && ask.number("seq").getAsLong() <= accepted
                          && accepted < Long.MAX_VALUE;
                  return again ? ask.with("seq", accepted + 1) : ask;
                })),
        WrongServer.of(
            "a batch whose first message is known is skipped to its end",
            REPLY,
            asking(
                (it, ask) ->
                    ask.isBatch() && ask.number("seq").orElse(FAR_AHEAD) <= accepted(it)
                        ? ask.without("seq")
                            .with("ack", ask.number("ack").orElse(0))
                            .withBody(new byte[0])
                        : ask)),
        WrongServer.of(
            "a batch that is ahead is taken",
            AHEAD,
            answering(
                (it, answer) ->
                    it.ask().isBatch() && answer.is(409)
                        ? it.aside(it.ask().with("seq", answer.said().get(0).number() + 1))
                        : answer)),
        WrongServer.of(
            "409 says what was handled instead of what was accepted",
            AHEAD,
            answering(
                (it, answer) ->
                    it.ask().isBatch() && answer.is(409)
                        ? Answer.record(409, "ack", "" + it.trace().handled().get())
                        : answer)),
        WrongServer.of(
            "a batch that is ahead is refused with an error record",
            AHEAD,
            answering(
                (it, answer) ->
                    it.ask().isBatch() && answer.is(409) ? Answer.refusal(409, 4409) : answer)),
        WrongServer.of(
            "an ack beyond what was sent is taken",
            ACK,
            answering(
                (it, answer) ->
                    it.ask().isPost() && answer.is(400) && it.ask().number("ack").orElse(0) > 0
                        ? it.aside(it.ask().with("ack", 0))
                        : answer)),
        WrongServer.of("a stale ack is refused", ACK, new Exact()),
        WrongServer.of(
            "the ack on a batch doesn't count",
            ACK,
            asking((it, ask) -> ask.isBatch() && ask.has("ack") ? ask.with("ack", 0) : ask)),
        WrongServer.of(
            "posts are taken only while something is attached",
            "5 Posts",
            asking(
                (it, ask) ->
                    ask.isBatch() && it.trace().connections().isEmpty()
                        ? ask.with("seq", "none")
                        : ask)));
  }

  /** Changes batches, byte for character. */
  private static Deviation bodies(UnaryOperator<String> change) {
    return asking(
        (it, ask) ->
            ask.isBatch()
                ? ask.withBody(
                    change.apply(new String(ask.body(), ISO_8859_1)).getBytes(ISO_8859_1))
                : ask);
  }

  /** The last message of the client's that was accepted: what a batch far ahead is told. */
  static long accepted(Exchange exchange) throws IOException {
    Ask ahead = post(exchange).with("seq", FAR_AHEAD).withBody("data: \n\n".getBytes(UTF_8));
    Answer refused = exchange.aside(ahead);
    return refused.is(409) ? refused.said().get(0).number() : 0;
  }

  /** Posts one message of a client's after all that was accepted. */
  static void posts(Exchange exchange, Payload message) throws IOException {
    Ask next = post(exchange).with("seq", accepted(exchange) + 1);
    exchange.aside(next.withBody(message.asEvent().getBytes(UTF_8)));
  }

  private static Ask post(Exchange exchange) {
    String session = RightServer.CHANNEL + "/" + exchange.token().orElse("unknown");
    return new Ask("POST", session, "HTTP/1.1", List.of("Host: localhost"), new byte[0]);
  }

  /** Takes only acknowledgements that are news. */
  private static final class Exact implements Deviation {
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    @Override
    public Ask asks(Exchange exchange, Ask ask) {
      if (!ask.isPost() || ask.token().isEmpty() || ask.number("ack").isEmpty()) {
        return ask;
      }
      long ack = ask.number("ack").getAsLong();
      long highest = acknowledged.merge(ask.token().get(), ack, Math::max);
      return ack < highest ? ask.with("ack", "stale") : ask;
    }
  }
}
