package dev.bowline.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of words, as Markdown or as comma-separated values. */
public final class Table {
  private final List<String> columns;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... columns) {
    this.columns = List.of(columns);
  }

  /** Adds a row, with a value for each column. */
  public void add(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(values.length + " values for " + columns);
    }
    rows.add(Arrays.stream(values).map(String::valueOf).toList());
  }

  /** A table of Markdown, for people: columns are as wide as they have to be. */
  public String markdown() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      int index = column;
      int widest = rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0);
      widths.add(Math.max(widest, columns.get(column).length()));
    }
    StringBuilder text = new StringBuilder(line(columns, widths));
    text.append(
        widths.stream()
            .map(width -> "-".repeat(width + 2))
            .collect(Collectors.joining("|", "|", "|\n")));
    rows.forEach(row -> text.append(line(row, widths)));
    return text.toString();
  }

  private static String line(List<String> values, List<Integer> widths) {
    StringBuilder line = new StringBuilder("|");
    for (int column = 0; column < values.size(); column++) {
      String value = values.get(column);
      String room = " ".repeat(widths.get(column) - value.length());
      // Words to the left, numbers to the right.
      line.append(column == 0 ? " " + value + room + " |" : " " + room + value + " |");
    }
    return line.append('\n').toString();
  }

  /** The same for programs (RFC 4180). */
  public String csv() {
    StringBuilder text = new StringBuilder(String.join(",", columns)).append('\n');
    for (List<String> row : rows) {
      text.append(row.stream().map(Table::quoted).collect(Collectors.joining(","))).append('\n');
    }
    return text.toString();
  }

  private static String quoted(String value) {
    return value.matches("[^\",\n]*") ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
