package dev.bowline.compat.conformance.wrong;

import static dev.bowline.compat.conformance.wrong.Deviation.answering;
import static dev.bowline.compat.conformance.wrong.Deviation.asking;
import static dev.bowline.compat.conformance.wrong.Deviation.saying;

import dev.bowline.compat.conformance.wrong.WrongServer.Behind;
import java.util.List;

/** Wrong about when something is said, and how much may be under way: section 6. */
final class WrongTimes {

  private static final String HEARTBEAT = "6 Heartbeat";
  private static final String WINDOW = "6 Receive window";

  private WrongTimes() {}

  static List<WrongServer> all() {
    return List.of(
        WrongServer.of(
            "no heartbeat",
            HEARTBEAT,
            saying(
                (it, said) ->
                    said.is("ping") && !it.ask().isPoll() && !it.ask().has("probe")
                        ? List.of()
                        : List.of(said))),
        WrongServer.of(
            "no heartbeat on event streams",
            HEARTBEAT,
            saying(
                (it, said) ->
                    said.is("ping") && it.ask().isStream() && !it.ask().has("probe")
                        ? List.of()
                        : List.of(said))),
        WrongServer.of(
            "a poll that expires says nothing",
            "6 Death",
            saying((it, said) -> said.is("ping") && it.ask().isPoll() ? List.of() : List.of(said))),
        WrongServer.of(
            "a poll is held for as long as the server can",
            "2 Requests",
            asking((it, ask) -> ask.isPoll() ? ask.with("wait", 25_000) : ask)),
        WrongServer.of(
            "nothing is acknowledged before half of the window",
            "6 When to acknowledge",
            saying(
                (it, said) -> {
                  boolean connection = it.isWebSocket() || it.ask().isStream();
                  return connection && said.is("ack") && said.number() % 128 != 0
                      ? List.of()
                      : List.of(said);
                })),
        WrongServer.of("the receive window isn't enforced", WINDOW, saysSmallWindow())
            .behind(Behind.BOTTOMLESS),
        WrongServer.of(
            "a post without a number that is beyond the window gets 400",
            WINDOW,
            answering((it, answer) -> answer.is(429) ? Answer.refusal(400, 4400) : answer)),
        WrongServer.of(
            "429 doesn't say when to try again",
            "6 Receive window",
            answering(
                (it, answer) -> answer.is(429) ? answer.withoutHeader("Retry-After") : answer)),
        WrongServer.of(
                "a session without a connection lives for ever",
                "6 Lifetime",
                saying(
                    (it, said) ->
                        List.of(said.is("session") ? said.with("resumeTimeout", 15_000) : said)))
            .behind(Behind.ETERNAL));
  }

  /** Says of the window what the server behind it doesn't keep. */
  private static Deviation saysSmallWindow() {
    String right = "\"receive\":{\"messages\":256,\"bytes\":1048576}";
    return new Deviation() {
      @Override
      public List<Said> says(Exchange exchange, Said said) {
        return List.of(
            said.is("session")
                ? Said.record("session", said.data().replaceFirst("\"receive\":\\{[^}]*}", right))
                : said);
      }

      @Override
      public Answer answers(Exchange exchange, Answer answer) {
        return answer.text().startsWith("{")
            ? answer.withBody(answer.text().replaceFirst("\"receive\":\\{[^}]*}", right))
            : answer;
      }
    };
  }
}
