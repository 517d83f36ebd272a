package dev.bowline.compat.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.compat.Needs;
import dev.bowline.compat.browsers.Chromium;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writes the table of {@code docs/comparison.md}, and asks that nothing of ours is lost. */
@Tag("comparison")
@Needs({"chromium", "node"})
class ComparisonTest {
  private static final int RUNS = Integer.getInteger("bowline.comparison.runs", 5);
  private static final int OPENINGS = Integer.getInteger("bowline.comparison.openings", 8 * RUNS);

  /** So many at the same time: mostly they wait. */
  private static final int AT_ONCE = Integer.getInteger("bowline.comparison.parallel", 8);

  private static final String ROWS = System.getProperty("bowline.comparison.rows", ".*");
  private static final String PEERS = System.getProperty("bowline.comparison.peers", ".*");
  private static final Path TARGET = Path.of("target", "comparison");

  private final Map<Row, Map<Peer, List<Outcome>>> outcomes = new EnumMap<>(Row.class);

  @Test
  void besideTheOthersNothingOfOursIsLost() throws Exception {
    List<Row> rows = Arrays.stream(Row.values()).filter(it -> it.name().matches(ROWS)).toList();
    List<Peer> peers =
        Arrays.stream(Peer.values())
            .filter(it -> it != Peer.WEBSOCKET && it.name().matches(PEERS))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try (Chromium chromium = Chromium.start()) {
      Map<Peer, Double> openings = OPENINGS == 0 ? Map.of() : Openings.medians(chromium, OPENINGS);
      System.out.println(openings);
      List<Callable<Void>> all = new ArrayList<>();
      for (int run = 1; run <= RUNS; run++) {
        for (Row row : rows) {
          for (Peer peer : peers) {
            String name = row.name() + "-" + peer.name() + "-" + run + ".txt";
            all.add(() -> runs(row, peer, chromium, TARGET.resolve(name)));
          }
        }
      }
      for (Future<Void> done : threads.invokeAll(all)) {
        done.get();
      }
      System.out.println(Table.of(openings, outcomes));
    } finally {
      threads.shutdownNow();
    }
    outcomes.forEach(
        (row, of) ->
            of.getOrDefault(Peer.BOWLINE, List.of())
                .forEach(it -> assertEquals(0, it.lost() + it.repeated() + it.disordered(), row + " " + it)));
  }

  private Void runs(Row row, Peer peer, Chromium chromium, Path file) throws IOException {
    try (Run run = new Run(row, peer, chromium)) {
      Outcome outcome = run.outcome();
      run.writes(file, outcome);
      System.out.printf("%-12s %-10s %s%n", row.name(), peer, outcome);
      synchronized (outcomes) {
        outcomes
            .computeIfAbsent(row, it -> new EnumMap<>(Peer.class))
            .computeIfAbsent(peer, it -> new ArrayList<>())
            .add(outcome);
      }
    }
    return null;
  }
}
