package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Exactly once and in order, both ways, whatever the network does: thousands of {@linkplain
 * Simulation histories}, other ones in every run. One that fails is cut down and shown; {@code
 * -Dbowline.seed=} plays that of a seed again, {@code -Dbowline.history=} the one of a file, and
 * {@code -Dbowline.histories=} says how many there shall be.
 */
class SessionSimulationTest {
  private static final int ORDINARILY = 20_000;
  private static final int THREADS = 2;
  private static final Path SHARED = Path.of("../compat-tests/vectors/histories.ndjson");

  @Test
  void everyMessageArrivesOnceAndInOrderWhateverTheNetworkDoes(TestReporter reporter)
      throws IOException {
    String file = System.getProperty("bowline.history");
    if (file != null) {
      SimulatedHistoryJson.readAll(Path.of(file)).forEach(SessionSimulationTest::plays);
      return;
    }
    Long one = Long.getLong("bowline.seed");
    if (one != null) {
      plays(new SimulatedHistories().make(one));
      return;
    }
    long seed = System.nanoTime();
    long count = Long.getLong("bowline.histories", ORDINARILY);
    SimulationRun run = SimulationRun.of(seed, count, THREADS);
    reporter.publishEntry("histories from seed " + seed, run.tally().toString());
    tells(run.failure());
    assertEquals(count, run.tally().histories());
  }

  /** The same that the JavaScript client plays, so that both are held to the same. */
  @Test
  void theSharedHistoriesEndWell() throws IOException {
    List<SimulatedHistory> shared = SimulatedHistoryJson.readAll(SHARED);
    shared.forEach(SessionSimulationTest::plays);
    assertEquals(Files.readAllLines(SHARED).size(), shared.size());
  }

  private static void plays(SimulatedHistory history) {
    tells(Simulation.play(history, new SimulationTally()));
  }

  private static void tells(Optional<SimulationFailure> failure) {
    failure.ifPresent(
        found -> {
          SimulationFailure shrunk = SimulationShrinker.shrink(found);
          fail(
              "This history fails; play it again with -Dbowline.seed="
                  + found.history().seed()
                  + ", or save what is left of it and use -Dbowline.history=\n"
                  + shrunk.report(),
              shrunk.wrong());
        });
  }
}
