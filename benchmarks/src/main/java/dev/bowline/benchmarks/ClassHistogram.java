package dev.bowline.benchmarks;

import com.google.common.base.Splitter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How many objects of each class are on a heap, and their size. Immutable. */
record ClassHistogram(Map<String, Count> counts) {
  private static final Count NONE = new Count(0, 0);
  private static final Splitter ROWS = Splitter.on('\t').omitEmptyStrings();
  private static final Splitter COLUMNS = Splitter.on(' ').trimResults().omitEmptyStrings();

  /** Objects of one class. */
  record Count(long instances, long bytes) {
    Count minus(Count other) {
      return new Count(instances - other.instances, bytes - other.bytes);
    }
  }

  ClassHistogram {
    counts = Map.copyOf(counts);
  }

  /** Reads rows like {@code 4: 24015 576360 java.lang.String (java.base@17)}. */
  static ClassHistogram parse(String histogram) {
    Map<String, Count> counts = new HashMap<>();
    for (String row : ROWS.split(histogram)) {
      List<String> columns = COLUMNS.splitToList(row);
      if (columns.size() >= 4 && columns.get(0).endsWith(":")) {
        Count count = new Count(Long.parseLong(columns.get(1)), Long.parseLong(columns.get(2)));
        counts.merge(columns.get(3), count, (one, other) -> one);
      }
    }
    return new ClassHistogram(counts);
  }

  /** What is here and not in the other. */
  ClassHistogram minus(ClassHistogram other) {
    Map<String, Count> difference = new HashMap<>();
    counts.forEach((name, count) -> difference.put(name, count.minus(other.count(name))));
    other.counts.forEach((name, count) -> difference.putIfAbsent(name, NONE.minus(count)));
    return new ClassHistogram(difference);
  }

  private Count count(String name) {
    return counts.getOrDefault(name, NONE);
  }

  /**
   * Prints the classes of which each of {@code sessions} has some, the largest first; negative
   * where there are fewer.
   */
  void printPerSession(int sessions) {
    System.out.printf(Locale.ROOT, "  %9s %8s  %s%n", "instances", "bytes", "of each session");
    counts.entrySet().stream()
        .filter(entry -> Math.abs(entry.getValue().bytes()) >= sessions)
        .sorted(Comparator.comparingLong(entry -> -entry.getValue().bytes()))
        .forEach(
            entry ->
                System.out.printf(
                    Locale.ROOT,
                    "  %9.2f %8.1f  %s%n",
                    (double) entry.getValue().instances() / sessions,
                    (double) entry.getValue().bytes() / sessions,
                    entry.getKey()));
  }
}
