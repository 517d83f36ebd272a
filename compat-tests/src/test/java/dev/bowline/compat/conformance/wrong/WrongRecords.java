package dev.bowline.compat.conformance.wrong;

import static dev.bowline.compat.conformance.wrong.Deviation.saying;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Wrong about what records say: section 3. */
final class WrongRecords {

  private static final String SESSION = "3 Session record";
  private static final String NEXT = "3 next";

  private WrongRecords() {}

  static List<WrongServer> all() {
    return List.of(
        WrongServer.of(
            "a session that was resumed isn't called so",
            SESSION,
            saying((it, said) -> List.of(said.is("session") ? said.with("resumed", false) : said))),
        WrongServer.of(
            "a resumed session begins with ack 0",
            SESSION,
            saying((it, said) -> List.of(said.is("session") ? said.with("ack", 0) : said))),
        WrongServer.of(
            "a resumed session says next 1",
            SESSION,
            saying((it, said) -> List.of(said.is("session") ? said.with("next", 1) : said))),
        WrongServer.of(
            "the session record has no receive window",
            SESSION,
            saying(
                (it, said) ->
                    List.of(
                        said.is("session")
                            ? Said.record(
                                "session", said.data().replaceFirst("\"receive\":\\{[^}]*},", ""))
                            : said))),
        WrongServer.of("a poll has a session record", "3 Polls", new Introduces()),
        WrongServer.of("messages before any next are taken", NEXT, new Generous()),
        WrongServer.of("a next that is too high is taken", NEXT, new Gapless()),
        WrongServer.of("the second next on a WebSocket is ignored", NEXT, new FirstOnly()),
        WrongServer.of(
            "a gap isn't told",
            "3 gap",
            saying((it, said) -> said.is("gap") ? List.of() : List.of(said))));
  }

  private static long number(SocketFrame frame) {
    String number = frame.text().substring(1);
    return number.matches("[0-9]{1,15}") ? Long.parseLong(number) : 0;
  }

  /** Says on every poll what only an opening has to say. */
  private static final class Introduces implements Deviation {
    private final Map<Trace, Said> sessions = new ConcurrentHashMap<>();
    private final Set<Exchange> introduced = ConcurrentHashMap.newKeySet();

    @Override
    public List<Said> says(Exchange exchange, Said said) {
      if (said.is("session")) {
        sessions.put(exchange.trace(), said);
      }
      Said session = sessions.get(exchange.trace());
      return exchange.ask().isPoll() && session != null && introduced.add(exchange)
          ? List.of(session.with("resumed", true), said)
          : List.of(said);
    }
  }

  /** Thinks it knows the number of a message that came without. */
  private static final class Generous implements Deviation {
    private final Set<Exchange> positioned = ConcurrentHashMap.newKeySet();

    @Override
    public List<SocketFrame> hears(Exchange exchange, SocketFrame frame) {
      if (exchange.isBare() || !(frame.isMessage() || frame.is('n'))) {
        return List.of(frame);
      }
      boolean first = positioned.add(exchange);
      return first && frame.isMessage()
          ? List.of(SocketFrame.text("n" + (exchange.trace().handled().get() + 1)), frame)
          : List.of(frame);
    }
  }

  /** Goes on where it is, whatever a client says that it has left out. */
  private static final class Gapless implements Deviation {
    private final Map<Exchange, Long> following = new ConcurrentHashMap<>();

    @Override
    public List<SocketFrame> hears(Exchange exchange, SocketFrame frame) throws IOException {
      if (exchange.isBare() || !(frame.isMessage() || frame.is('n'))) {
        return List.of(frame);
      }
      if (frame.isMessage()) {
        following.computeIfPresent(exchange, (it, number) -> number + 1);
        return List.of(frame);
      }
      // The server is asked on another connection: messages before this one may come there later.
      long most =
          Math.max(WrongBatches.accepted(exchange) + 1, following.getOrDefault(exchange, 0L));
      long number = Math.min(number(frame), most);
      following.put(exchange, number);
      return List.of(number < number(frame) ? SocketFrame.text("n" + number) : frame);
    }
  }

  /** Counts on from the first number that it was told. */
  private static final class FirstOnly implements Deviation {
    private final Set<Exchange> positioned = ConcurrentHashMap.newKeySet();

    @Override
    public List<SocketFrame> hears(Exchange exchange, SocketFrame frame) {
      boolean again = frame.is('n') && !exchange.isBare() && !positioned.add(exchange);
      return again ? List.of() : List.of(frame);
    }
  }
}
