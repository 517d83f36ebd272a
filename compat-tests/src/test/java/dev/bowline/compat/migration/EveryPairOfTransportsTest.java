package dev.bowline.compat.migration;

import dev.bowline.compat.client.Way;
import dev.bowline.compat.host.Await;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 2,000 messages each way, from each transport to each. The senders wait at three quarters until
 * the client has attached again, so that none of this happens when all has been said.
 */
class EveryPairOfTransportsTest {

  private static final int MESSAGES = 2_000;

  static Stream<Arguments> pairs() {
    return Arrays.stream(Way.values())
        .flatMap(from -> Arrays.stream(Way.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aSwitchInMidStreamLosesRepeatsAndReordersNothing(Way from, Way to) {
    try (Traffic traffic = new Traffic(from, MESSAGES)) {
      traffic.runs(() -> inTheMiddle(traffic, () -> traffic.client().movesTo(to)));
      print("switch", from, to, traffic);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aLineThatIsCutLosesRepeatsAndReordersNothing(Way from, Way to) {
    Random random = new Random((from + " " + to).hashCode());
    try (Traffic traffic = new Traffic(from, MESSAGES)) {
      traffic.runs(
          () ->
              inTheMiddle(
                  traffic,
                  () -> {
                    traffic.client().comesBackBy(to);
                    // A small number of bytes ends within a record, and not between two.
                    traffic.client().cutsTheLineAfterReading(20 + random.nextInt(60));
                  }));
      print("cut while reading", from, to, traffic);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aLineThatIsCutWhileWritingLosesRepeatsAndReordersNothing(Way from, Way to) {
    Random random = new Random((from + " " + to).hashCode());
    try (Traffic traffic = new Traffic(from, MESSAGES)) {
      traffic.runs(
          () ->
              inTheMiddle(
                  traffic,
                  () -> {
                    traffic.client().comesBackBy(to);
                    if (from == Way.WEBSOCKET) {
                      traffic.client().cutsTheLineAfterWriting(random.nextInt(40));
                    } else {
                      traffic.client().cutsTheNextBatchAfter(150 + random.nextInt(400));
                      traffic.client().cutsTheLine();
                    }
                  }));
      print("cut while writing", from, to, traffic);
    }
  }

  /** Does it with half of the messages under way, and lets the rest follow when it has worked. */
  private static void inTheMiddle(Traffic traffic, Runnable deed) {
    traffic.pausesAt(MESSAGES / 2);
    Await.until(
        "the middle",
        () -> traffic.downReceived() > MESSAGES / 2 - 100 && traffic.upReceived() > MESSAGES / 4);
    long before = traffic.client().attaches();
    deed.run();
    traffic.pausesAt(MESSAGES * 3 / 4);
    Await.until("another attach", () -> traffic.client().attaches() > before);
    traffic.pausesAt(MESSAGES);
  }

  private static void print(String what, Way from, Way to, Traffic traffic) {
    System.out.printf("%-18s %-9s -> %-9s %s%n", what, from, to, traffic.figures());
  }
}
