package dev.bowline.compat.conformance.wrong;

import static dev.bowline.compat.conformance.wrong.Deviation.asking;
import static dev.bowline.compat.conformance.wrong.Deviation.saying;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Wrong about clients that need no library: section 9. */
final class WrongPlainClients {

  private static final String BARE = "9 A bare WebSocket";
  private static final String EVENT_SOURCE = "9 A plain EventSource";
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final Pattern ID = Pattern.compile("id: ([^.\n]*)\\.([0-9]+)\n");

  private WrongPlainClients() {}

  static List<WrongServer> all() {
    return List.of(
        WrongServer.of(
            "a bare WebSocket is told records",
            BARE,
            new Deviation() {
              @Override
              public Ask asks(Exchange exchange, Ask ask) {
                return ask.isUpgrade() && exchange.isBare() && ask.token().isEmpty()
                    ? ask.withHeader("Sec-WebSocket-Protocol", "bowline.v1")
                    : ask;
              }

              @Override
              public Answer answers(Exchange exchange, Answer answer) {
                return answer.is(101) && exchange.isBare()
                    ? answer.withoutHeader("Sec-WebSocket-Protocol")
                    : answer;
              }
            }),
        WrongServer.of(
            "Last-Event-ID is ignored",
            EVENT_SOURCE,
            asking((it, ask) -> ask.withoutHeader(LAST_EVENT_ID))),
        WrongServer.of(
            "an event stream without v has no ids",
            EVENT_SOURCE,
            saying((it, said) -> idOf(said).find() ? List.of() : List.of(said))),
        WrongServer.of(
            "an id counts the next message",
            EVENT_SOURCE,
            saying(
                (it, said) -> {
                  Matcher id = idOf(said);
                  return id.find()
                      ? List.of(
                          Said.bytes(
                              "other",
                              "id: %s.%d\n\n"
                                  .formatted(id.group(1), Long.parseLong(id.group(2)) + 1)
                                  .getBytes(UTF_8)))
                      : List.of(said);
                })),
        WrongServer.of(
            "an unknown Last-Event-ID is refused on the channel",
            EVENT_SOURCE,
            asking(
                (it, ask) ->
                    ask.token().isEmpty() && ask.header(LAST_EVENT_ID).isPresent()
                        ? ask.withTarget(
                            RightServer.CHANNEL
                                + "/"
                                + ask.header(LAST_EVENT_ID).get().replaceFirst("\\..*", ""))
                        : ask)),
        WrongServer.of(
            "parameters win over Last-Event-ID",
            EVENT_SOURCE,
            asking((it, ask) -> ask.has("ack") ? ask.withoutHeader(LAST_EVENT_ID) : ask)));
  }

  private static Matcher idOf(Said said) {
    return ID.matcher(said.is("other") ? new String(said.asEvent(), UTF_8) : "");
  }
}
