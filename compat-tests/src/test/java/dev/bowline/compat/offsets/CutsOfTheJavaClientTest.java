package dev.bowline.compat.offsets;

import dev.bowline.compat.client.Way;
import dev.bowline.compat.host.Host;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The client from the protocol's page, which stays on a transport or moves to the next in the midst
 * of an exchange, cut at every byte that it says or hears.
 */
class CutsOfTheJavaClientTest {

  /** Each transport, and from each to the next. */
  static Stream<Arguments> waysAndMoves() {
    return Arrays.stream(Way.values())
        .flatMap(way -> Stream.of(Arguments.of(way, way), Arguments.of(way, way.another())));
  }

  @ParameterizedTest
  @EnumSource
  void aCutAtAnyByteLosesRepeatsAndReordersNothing(Way way) {
    runs(way, way, Recording::cutsInTurn);
  }

  @Tag("soak")
  @ParameterizedTest
  @MethodSource("waysAndMoves")
  void neitherDoesOneByEachOfTheTwoEnds(Way from, Way to) {
    runs(from, to, Recording::cuts);
  }

  private static void runs(Way from, Way to, Function<Recording, List<Cut>> cuts) {
    Listener listener = new Listener();
    try (Host host = Host.of(listener.channel());
        Trial trial = new Trial(host, listener, new JavaSpeaker(from, to))) {
      trial.runs("Java client, " + from + (from == to ? "" : " -> " + to), cuts);
    }
  }
}
