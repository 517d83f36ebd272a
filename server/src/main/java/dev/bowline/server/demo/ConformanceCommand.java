package dev.bowline.server.demo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text that begins with {@code !} asks of the conformance application. Numbers are decimal,
 * without sign.
 */
sealed interface ConformanceCommand {
  /** {@code !push N}: send the texts 0 to N-1. */
  record Push(int count) implements ConformanceCommand {}

  /** {@code !bytes N}: send one binary message of N bytes, byte i being {@code i mod 256}. */
  record Bytes(int size) implements ConformanceCommand {}

  /** {@code !close CODE REASON}: close the session. The reason is the rest, and may be absent. */
  record Close(int code, String reason) implements ConformanceCommand {}

  /** {@code !slow MS}: from now on, handle each message in so many milliseconds; 0 ends it. */
  record Slow(int millis) implements ConformanceCommand {}

  /** None of these; the session goes on, and is told why. */
  record Malformed(String why) implements ConformanceCommand {}

  int MOST_TEXTS = 10_000_000;
  int MOST_MILLIS = 600_000;

  Pattern FORM = Pattern.compile("!([a-z]*)(?: ([0-9]{1,9})(?: (.*))?)?", Pattern.DOTALL);

  /**
   * Reads a message of a client.
   *
   * @param mostBytes the size of the largest message
   * @return empty for a text that is no command, and to be echoed
   */
  static Optional<ConformanceCommand> parse(String text, int mostBytes) {
    if (!text.startsWith("!")) {
      return Optional.empty();
    }
    Matcher parts = FORM.matcher(text);
    if (!parts.matches() || parts.group(2) == null) {
      return Optional.of(
          new Malformed("commands are push N, bytes N, close CODE REASON and slow MS"));
    }
    int number = Integer.parseInt(parts.group(2));
    String rest = parts.group(3) == null ? "" : parts.group(3);
    String word = parts.group(1);
    if (!rest.isEmpty() && !word.equals("close")) {
      return Optional.of(new Malformed(word + " takes one number"));
    }
    return Optional.of(
        switch (word) {
          case "push" -> within(word, number, MOST_TEXTS, new Push(number));
          case "bytes" -> within(word, number, mostBytes, new Bytes(number));
          case "slow" -> within(word, number, MOST_MILLIS, new Slow(number));
          case "close" -> new Close(number, rest);
          default -> new Malformed("there is no command " + word);
        });
  }

  private static ConformanceCommand within(
      String word, int number, int most, ConformanceCommand command) {
    return number <= most
        ? command
        : new Malformed("%s: %d is more than %d".formatted(word, number, most));
  }
}
