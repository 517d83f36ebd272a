package dev.bowline.compat.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The table of all engines that have been here, {@code target/engines.md}. Each row is a file of
 * its own besides, since several processes may add to it.
 */
final class Table {
  private static final Path ROWS = Path.of("target", "engines");
  private static final Path WHOLE = Path.of("target", "engines.md");
  private static final String HEAD =
      """
      | engine | version | bundles | transports | automatic choice | first message | messages | lost | repeated | out of order |
      |---|---|---|---|---|---|---|---|---|---|
      """;

  private Table() {}

  /** An engine's row; later ones replace earlier ones of the same engine. */
  static void adds(String engine, List<String> cells) throws IOException {
    String row = "| " + engine + " | " + String.join(" | ", cells) + " |\n";
    System.out.print(row);
    Files.createDirectories(ROWS);
    String name = engine.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
    Files.writeString(ROWS.resolve(name + ".row"), row);
    StringBuilder table = new StringBuilder(HEAD);
    for (Path file : rows()) {
      table.append(Files.readString(file));
    }
    Files.writeString(WHOLE, table);
  }

  private static List<Path> rows() throws IOException {
    try (Stream<Path> files = Files.list(ROWS)) {
      List<Path> rows =
          new ArrayList<>(files.filter(it -> it.toString().endsWith(".row")).toList());
      rows.sort(null);
      return rows;
    }
  }
}
