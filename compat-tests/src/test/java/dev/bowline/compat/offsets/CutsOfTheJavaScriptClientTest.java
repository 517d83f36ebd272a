package dev.bowline.compat.offsets;

import dev.bowline.compat.Needs;
import dev.bowline.compat.host.Host;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JavaScript client in Node, cut at every byte that it says or hears. */
@Tag("plain-clients")
@Needs("node")
class CutsOfTheJavaScriptClientTest {

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "sse", "polling", "moving"})
  void aCutAtAnyByteLosesRepeatsAndReordersNothing(String way) throws IOException {
    runs(way, Recording::cutsInTurn);
  }

  @Tag("soak")
  @ParameterizedTest
  @ValueSource(strings = {"websocket", "sse", "polling", "moving"})
  void neitherDoesOneByEachOfTheTwoEnds(String way) throws IOException {
    runs(way, Recording::cuts);
  }

  private static void runs(String way, Function<Recording, List<Cut>> cuts) throws IOException {
    Listener listener = new Listener();
    try (Host host = Host.of(listener.channel());
        Trial trial = new Trial(host, listener, NodeSpeaker.start(host.port(), way))) {
      trial.runs("JavaScript client, " + way, cuts);
    }
  }
}
