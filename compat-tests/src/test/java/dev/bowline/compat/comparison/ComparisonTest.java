package dev.bowline.compat.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.compat.Needs;
import dev.bowline.compat.browsers.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Makes the tables of {@code docs/comparison.md}, and asks that nothing of ours is lost. */
@Tag("comparison")
@Needs({"chromium", "node"})
class ComparisonTest {
  private static final int RUNS = Integer.getInteger("bowline.comparison.runs", 5);
  private static final int OPENINGS = Integer.getInteger("bowline.comparison.openings", 8 * RUNS);

  /** So many at the same time: mostly they wait. */
  private static final int AT_ONCE = Integer.getInteger("bowline.comparison.parallel", 4);

  private static final String ROWS = System.getProperty("bowline.comparison.rows", ".*");
  private static final String PEERS = System.getProperty("bowline.comparison.peers", ".*");
  private static final boolean WRITES = Boolean.getBoolean("bowline.comparison.write");
  private static final Path TARGET = Path.of("target", "comparison");
  private static final Path DOCS = Path.of("..", "docs", "comparison.md");
  private static final String BEGIN = "<!-- from here: ComparisonTest -->\n";
  private static final String END = "<!-- to here -->\n";

  private final Map<String, Map<Peer, Double>> openings = new LinkedHashMap<>();
  private final Map<Row, Map<Peer, List<Outcome>>> outcomes = new EnumMap<>(Row.class);

  @Test
  void besideTheOthersNothingOfOursIsLost() throws Exception {
    try (Chromium chromium = Chromium.start()) {
      opens(chromium);
      runs(chromium);
    }
    writes(Table.of(openings, outcomes));
    outcomes.forEach(
        (row, of) ->
            of.forEach(
                (peer, all) -> {
                  assertEquals(List.of(), all.stream().filter(it -> !it.isOf(row)).toList());
                  if (peer == Peer.BOWLINE) {
                    assertEquals(
                        List.of(),
                        all.stream().filter(it -> !it.isExact()).toList(),
                        row::toString);
                  }
                }));
  }

  private void opens(Chromium chromium) {
    if (OPENINGS > 0) {
      openings.put("loopback", Openings.medians(chromium, OPENINGS, Duration.ZERO));
      openings.put(
          "a round trip of 20 ms", Openings.medians(chromium, OPENINGS, Duration.ofMillis(10)));
    }
  }

  private void runs(Chromium chromium) throws Exception {
    List<Callable<Void>> all = new ArrayList<>();
    for (int run = 1; run <= RUNS; run++) {
      for (Row row : Row.values()) {
        for (Peer peer : Peer.values()) {
          if (row.name().matches(ROWS) && peer.name().matches(PEERS) && peer.isMeasuredIn(row)) {
            String name = row.name() + "-" + peer.name() + "-" + run + ".txt";
            all.add(() -> runs(row, peer, chromium, TARGET.resolve(name)));
          }
        }
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (Future<Void> done : threads.invokeAll(all)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Void runs(Row row, Peer peer, Chromium chromium, Path file) throws IOException {
    try (Run run = Run.begin(row, peer, chromium)) {
      Outcome outcome = run.outcome();
      run.writes(file, outcome);
      System.out.printf("%-9s %-18s %s%n", row.name(), peer.name(), outcome);
      synchronized (outcomes) {
        outcomes
            .computeIfAbsent(row, it -> new EnumMap<>(Peer.class))
            .computeIfAbsent(peer, it -> new ArrayList<>())
            .add(outcome);
      }
    }
    return null;
  }

  private static void writes(String tables) throws IOException {
    System.out.println(tables);
    Files.createDirectories(TARGET);
    Files.writeString(TARGET.resolve("tables.md"), tables);
    if (WRITES) {
      String page = Files.readString(DOCS);
      int from = page.indexOf(BEGIN) + BEGIN.length();
      Files.writeString(
          DOCS, page.substring(0, from) + tables + "\n" + page.substring(page.indexOf(END)));
    }
  }
}
