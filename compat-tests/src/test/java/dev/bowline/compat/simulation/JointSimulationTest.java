package dev.bowline.compat.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.compat.Needs;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * The promise holds between the server's real core and the JavaScript client's real core, whatever
 * the network does with their bytes. More of it: {@code -Dtest=JointSimulationTest
 * -Dbowline.histories=100000}; {@code -Dbowline.seed=N} begins with that history.
 */
@Needs("node")
class JointSimulationTest {
  private static final int HISTORIES = 2_000;

  @Test
  void bothRealEndsKeepTheirPromisesToEachOther() throws IOException, InterruptedException {
    long seed = FreshHistories.seed();
    int count = FreshHistories.count(HISTORIES);
    System.out.println("joint simulation: " + count + " histories from seed " + seed);
    JointSimulation simulation = new JointSimulation(JavaScriptCore.sources());

    String failure = simulation.play(seed, count).orElse("");

    assertEquals("", failure);
    assertEquals(count, simulation.played());
  }
}
