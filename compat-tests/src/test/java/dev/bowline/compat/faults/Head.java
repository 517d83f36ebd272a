package dev.bowline.compat.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What stands before the body of a request or a reply: the first line, and fields as written. */
record Head(String start, List<String> fields) {
  private static final String END = "\r\n\r\n";

  /** The next one, or none if the connection ends before or in it. */
  static Optional<Head> read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < END.length()) {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      bytes.write(next);
      matched = next == END.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
    String text = bytes.toString(StandardCharsets.ISO_8859_1);
    List<String> lines = List.of(text.substring(0, text.length() - END.length()).split("\r\n"));
    return Optional.of(new Head(lines.get(0), lines.subList(1, lines.size())));
  }

  static String name(String field) {
    int colon = field.indexOf(':');
    return (colon < 0 ? field : field.substring(0, colon)).trim().toLowerCase(Locale.ROOT);
  }

  /** The value of a field, empty without one. */
  String value(String name) {
    return fields.stream()
        .filter(field -> name(field).equals(name))
        .map(field -> field.substring(field.indexOf(':') + 1).trim())
        .findFirst()
        .orElse("");
  }

  /** The word at this place of the first line. */
  String word(int place) {
    String[] words = start.split(" ", 3);
    return place < words.length ? words[place] : "";
  }

  /** The number of a reply. */
  int status() {
    String status = word(1);
    return status.matches("\\d{3}") ? Integer.parseInt(status) : 0;
  }

  Head starting(String line) {
    return new Head(line, fields);
  }

  Head with(String field) {
    return new Head(
        start, Stream.concat(without(name(field)).fields.stream(), Stream.of(field)).toList());
  }

  Head without(String... names) {
    List<String> unwanted = List.of(names);
    return filtered(field -> !unwanted.contains(name(field)));
  }

  Head mapped(UnaryOperator<String> change) {
    return new Head(start, fields.stream().map(change).toList());
  }

  Head filtered(Predicate<String> wanted) {
    return new Head(start, fields.stream().filter(wanted).toList());
  }

  byte[] bytes() {
    String lines = String.join("\r\n", Stream.concat(Stream.of(start), fields.stream()).toList());
    return (lines + END).getBytes(StandardCharsets.ISO_8859_1);
  }
}
