package dev.bowline.compat.pagelife;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What became of each page, as a table: for the eye, nothing of it is judged. */
final class Outcomes {
  private static final String HEAD =
      """
      | what happens | transports | messages | lost, repeated, out of order | the page was told | until messages flow again |
      |---|---|---|---|---|---|
      """;

  private final Map<String, String> rows = new TreeMap<>();

  /** A page that has heard and said everything exactly. */
  synchronized void add(String what, Visit visit, String time) {
    String row =
        "| %s | %s | %d | 0, 0, 0 | %s | %s |"
            .formatted(
                what, visit.transports(), visit.messages(), String.join(", ", visit.heard()), time);
    System.out.println(row);
    rows.put(what + visit.transports(), row);
  }

  synchronized void write(Path file) throws IOException {
    if (!rows.isEmpty()) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, HEAD + String.join("\n", rows.values()) + "\n");
    }
  }
}
