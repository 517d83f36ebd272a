package dev.bowline.server.session;

import dev.bowline.server.session.SessionTerms.Overflow;
import dev.bowline.server.session.SimulatedConnection.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A history as JSON, one line each, or, for a person, one event per line. The reader knows this
 * shape only, whatever its spaces and line ends.
 */
final class SimulatedHistoryJson {
  private static final Pattern EVENT =
      Pattern.compile("\\[\\s*\"([a-z.]+)\"((?:\\s*,\\s*(?:\\d+|\"[a-z]+\"))*)\\s*]");
  private static final Pattern ARGUMENT = Pattern.compile("\\d+|[a-z]+");
  private static final Map<String, SimulatedEvent.Kind> KINDS =
      Stream.of(SimulatedEvent.Kind.values())
          .collect(Collectors.toMap(SimulatedEvent.Kind::title, Function.identity()));

  private SimulatedHistoryJson() {}

  /** One line. */
  static String line(SimulatedHistory history) {
    return write(history, "", ",", "");
  }

  /** One event per line. */
  static String lines(SimulatedHistory history) {
    return write(history, "\n ", ",\n  ", "\n");
  }

  private static String write(
      SimulatedHistory history, String member, String between, String atEnd) {
    SessionTerms terms = history.terms();
    String events =
        history.events().stream()
            .map(SimulatedEvent::toString)
            .collect(Collectors.joining(between, between.substring(1), atEnd));
    return String.format(
        Locale.ROOT,
        "{\"seed\":%d,%s\"clock\":%d,\"opens\":\"%s\",\"writeBytes\":%d,%s\"terms\":{\"send\":%s,"
            + "\"receive\":%s,\"overflow\":\"%s\"},%s\"events\":[%s]}",
        history.seed(),
        member,
        history.clock(),
        history.opens().transport(),
        history.writeBytes(),
        member,
        window(terms.send()),
        window(terms.receive()),
        word(terms.overflow()),
        member,
        events);
  }

  private static String window(Window window) {
    return "{\"messages\":" + window.messages() + ",\"bytes\":" + window.bytes() + "}";
  }

  private static String word(Overflow overflow) {
    return switch (overflow) {
      case CLOSE -> "close";
      case DROP_OLDEST -> "drop";
      case HOLD -> "hold";
    };
  }

  /** All histories of a file: one to a line, or a single one over several lines. */
  static List<SimulatedHistory> readAll(Path file) throws IOException {
    List<SimulatedHistory> histories = new ArrayList<>();
    for (String history : Files.readString(file).split("(?m)^(?=\\{)", -1)) {
      if (!history.isBlank()) {
        histories.add(read(history));
      }
    }
    return histories;
  }

  static SimulatedHistory read(String json) {
    int begin = json.indexOf("\"events\"");
    if (begin < 0) {
      throw new IllegalArgumentException("no history: " + json);
    }
    String head = json.substring(0, begin);
    Overflow overflow =
        Stream.of(Overflow.values())
            .filter(policy -> head.contains("\"" + word(policy) + "\""))
            .findFirst()
            .orElseThrow();
    Kind opens =
        Stream.of(Kind.values())
            .filter(kind -> head.contains("\"" + kind.transport() + "\""))
            .findFirst()
            .orElseThrow();
    String send = head.substring(head.indexOf("\"send\""), head.indexOf("\"receive\""));
    String receive = head.substring(head.indexOf("\"receive\""));
    return new SimulatedHistory(
        number(head, "seed"),
        number(head, "clock"),
        Terms.of(
            (int) number(send, "messages"),
            number(send, "bytes"),
            (int) number(receive, "messages"),
            number(receive, "bytes"),
            overflow),
        opens,
        (int) number(head, "writeBytes"),
        events(json.substring(begin)));
  }

  private static long number(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*(-?\\d+)").matcher(json);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no number \"" + name + "\" in " + json);
    }
    return Long.parseLong(matcher.group(1));
  }

  private static List<SimulatedEvent> events(String json) {
    List<SimulatedEvent> events = new ArrayList<>();
    Matcher event = EVENT.matcher(json);
    while (event.find()) {
      SimulatedEvent.Kind kind = KINDS.get(event.group(1));
      if (kind == null) {
        throw new IllegalArgumentException("an unknown event: " + event.group());
      }
      events.add(event(kind, event.group(2)));
    }
    return events;
  }

  private static SimulatedEvent event(SimulatedEvent.Kind kind, String text) {
    Matcher argument = ARGUMENT.matcher(text);
    SimulatedEvent event = new SimulatedEvent(kind);
    for (int index = 0; index < kind.arguments().size() && argument.find(); index++) {
      int place = kind.arguments().get(index).indexOf(argument.group());
      event = event.with(index, place >= 0 ? place : Integer.parseInt(argument.group()));
    }
    return event;
  }
}
