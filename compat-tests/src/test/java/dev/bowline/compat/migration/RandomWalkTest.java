package dev.bowline.compat.migration;

import dev.bowline.compat.client.Way;
import dev.bowline.compat.host.Await;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A session that is moved, cut and black-holed at random, again and again. The seed is printed: the
 * same one makes the same choices, though not the same interleaving.
 */
class RandomWalkTest {

  private static final int MESSAGES = 3_000;

  static LongStream seeds() {
    Long chosen = Long.getLong("bowline.seed");
    return chosen == null
        ? new Random().longs(4).map(it -> it & 0xffff_ffffL)
        : LongStream.of(chosen);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aWalkOverTheTransportsLosesRepeatsAndReordersNothing(long seed) {
    Random random = new Random(seed);
    try (Traffic traffic = new Traffic(Way.any(random), MESSAGES)) {
      try {
        traffic.runs(() -> walks(traffic, random));
      } finally {
        System.out.printf("random walk, seed %d: %s%n", seed, traffic.figures());
      }
    }
  }

  private static void walks(Traffic traffic, Random random) {
    int next = 0;
    while (next < MESSAGES - 200) {
      next += 20 + random.nextInt(120);
      int here = next;
      Await.until("a step further", () -> traffic.downReceived() >= Math.min(here, MESSAGES));
      Way way = Way.any(random);
      switch (random.nextInt(5)) {
        case 0 -> {
          traffic.client().comesBackBy(way);
          traffic.client().cutsTheLineAfterReading(random.nextInt(3_000));
        }
        case 1 -> {
          traffic.client().comesBackBy(way);
          traffic.client().cutsTheLine();
        }
        case 2 -> {
          traffic.client().cutsTheNextBatchAfter(random.nextInt(1_000));
          traffic.client().movesTo(way);
        }
        default -> traffic.client().movesTo(way);
      }
    }
  }
}
