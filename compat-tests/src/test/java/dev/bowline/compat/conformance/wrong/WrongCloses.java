package dev.bowline.compat.conformance.wrong;

import static dev.bowline.compat.conformance.wrong.Deviation.answering;
import static dev.bowline.compat.conformance.wrong.Deviation.asking;
import static dev.bowline.compat.conformance.wrong.Deviation.saying;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Wrong about closes and refusals: section 8. */
final class WrongCloses {

  private static final String CLOSED = "8 A closed session";
  private static final String APPLICATION = "8 A close by the application";
  private static final String ON_A_POST = "8 close on a post";
  private static final String REFUSALS = "8 Cases";
  private static final String ORDER = "8 Order of checks";
  private static final String OPENING = "8 An opening POST";

  private WrongCloses() {}

  static List<WrongServer> all() {
    List<WrongServer> all = new ArrayList<>(closes());
    all.addAll(refusals());
    return all;
  }

  private static List<WrongServer> closes() {
    return List.of(
        WrongServer.of(
            "a closed session is forgotten at once",
            CLOSED,
            answering((it, answer) -> answer.is(410) ? Answer.refusal(404, 4404) : answer)),
        WrongServer.of(
            "a closed session remembers 1000 whatever its code was",
            CLOSED,
            saying((it, said) -> List.of(said.is("close") ? said.with("code", 1000) : said))),
        WrongServer.of(
            "a close by the application drops what it had sent before",
            APPLICATION,
            answering(
                (it, answer) ->
                    it.ask().isPoll() && answer.is(200) && says(answer, "close")
                        ? answer.saying(
                            answer.said().stream().filter(said -> !said.isMessage()).toList())
                        : answer)),
        WrongServer.of(
            "the close is told before the last message",
            APPLICATION,
            answering(
                (it, answer) -> {
                  List<Said> closeFirst = new ArrayList<>(answer.said());
                  closeFirst.sort(Comparator.comparing(said -> !said.is("close")));
                  return it.ask().isPoll() && says(answer, "close")
                      ? answer.saying(closeFirst)
                      : answer;
                })),
        WrongServer.of(
            "a post to a draining session is answered with 200",
            APPLICATION,
            answering(
                (it, answer) ->
                    it.ask().isPost() && answer.is(410)
                        ? Answer.record(200, "ack", "" + it.trace().handled().get())
                        : answer)),
        WrongServer.of(
            "DELETE is answered without the close record",
            "2 Requests",
            answering(
                (it, answer) ->
                    it.ask().method().equals("DELETE") && answer.is(200)
                        ? answer.withBody("")
                        : answer)),
        WrongServer.of(
            "a close on a post is processed before its batch",
            ON_A_POST,
            asking(
                (it, ask) -> {
                  if (ask.isBatch() && ask.has("close")) {
                    it.aside(ask.without("seq").without("ack").withBody(new byte[0]));
                  }
                  return ask;
                })),
        WrongServer.of(
            "a close on a batch that is ahead counts",
            ON_A_POST,
            answering(
                (it, answer) -> {
                  if (it.ask().isBatch() && it.ask().has("close") && answer.is(409)) {
                    it.aside(it.ask().without("seq").without("ack").withBody(new byte[0]));
                  }
                  return answer;
                })),
        WrongServer.of(
            "the close on a post is ignored",
            ON_A_POST,
            asking((it, ask) -> ask.has("close") ? ask.without("close").with("ack", 0) : ask)));
  }

  private static List<WrongServer> refusals() {
    return List.of(
        WrongServer.of(
            "an unknown session is answered with 200",
            REFUSALS,
            answering((it, answer) -> answer.is(404) ? answer.withStatus(200) : answer)),
        WrongServer.of(
            "an unknown session is called closed",
            REFUSALS,
            answering((it, answer) -> answer.is(404) ? Answer.refusal(410, 1000) : answer)),
        WrongServer.of(
            "refusals are pages",
            REFUSALS,
            answering(
                (it, answer) ->
                    answer.status() >= 400
                        ? answer
                            .withHeader("Content-Type", "text/html; charset=utf-8")
                            .withBody("<h1>" + answer.statusLine() + "</h1>")
                        : answer)),
        WrongServer.of(
            "every error has the code 1011",
            REFUSALS,
            saying((it, said) -> List.of(said.is("error") ? said.with("code", 1011) : said))),
        WrongServer.of(
            "the session is looked for before the syntax is judged",
            ORDER,
            answering(
                (it, answer) -> {
                  if (!answer.is(400) || it.ask().token().isEmpty()) {
                    return answer;
                  }
                  Answer clean = it.aside(WrongWebSockets.looksFor(it.ask().token().get()));
                  return clean.is(404) ? clean : answer;
                })),
        WrongServer.of(
            "the position is judged before the attach number",
            ORDER,
            answering(
                (it, answer) -> {
                  long told = it.trace().messages().size();
                  return it.ask().isAttach()
                          && answer.is(409)
                          && it.ask().number("ack").orElse(0) > told
                      ? Answer.refusal(400, 4400)
                      : answer;
                })),
        WrongServer.of(
            "an opening with a body is taken",
            OPENING,
            asking(
                (it, ask) ->
                    ask.isPost() && ask.token().isEmpty() ? ask.withBody(new byte[0]) : ask)),
        WrongServer.of(
            "an opening without a version is taken",
            OPENING,
            asking(
                (it, ask) ->
                    ask.isPost() && ask.token().isEmpty() && !ask.has("v")
                        ? ask.with("v", 1)
                        : ask)));
  }

  private static boolean says(Answer answer, String kind) {
    return answer.said().stream().anyMatch(said -> said.is(kind));
  }
}
