package dev.bowline.benchmarks.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** No build runs JMH; what it runs has to work all the same. */
class TopicBenchmarkTest {
  @Test
  void eachOfItsStepsDoesWhatIsMeasured() {
    TopicBenchmark benchmark = new TopicBenchmark();

    assertTrue(benchmark.publish());
    assertTrue(benchmark.publishAndKeep());
    assertTrue(benchmark.envelope().size() > 0);
    assertEquals(benchmark.log() + 1, benchmark.log());
  }
}
