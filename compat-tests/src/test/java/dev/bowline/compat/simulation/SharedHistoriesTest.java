package dev.bowline.compat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bowline.compat.NeededCommands;
import dev.bowline.compat.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The histories that the server's core was played with, fresh ones, hold for the JavaScript client
 * as well: its real core, in Node, against a model of the server. What fails is printed with its
 * seed and cut down by js-client/tests/simulation; {@code -Dbowline.seed=N} begins there.
 */
@Needs("node")
class SharedHistoriesTest {
  private static final int HISTORIES = 20_000;
  private static final int PROCESSES = 2;

  private record Outcome(int status, List<String> lines) {
    long played() {
      JsonObject tally = JsonParser.parseString(lines.get(lines.size() - 1)).getAsJsonObject();
      return tally.get("histories").getAsLong();
    }
  }

  @Test
  void theJavaScriptClientKeepsItsPromisesInFreshHistories() {
    long seed = FreshHistories.seed();
    int count = FreshHistories.count(HISTORIES);
    int each = (count + PROCESSES - 1) / PROCESSES;
    List<CompletableFuture<Outcome>> runs =
        IntStream.range(0, Math.min(count, PROCESSES))
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> play(seed + (long) i * each, each)))
            .toList();

    long played = 0;
    for (CompletableFuture<Outcome> run : runs) {
      Outcome outcome = run.join();
      String said = String.join("\n", outcome.lines());
      System.out.println("shared histories from seed " + seed + ": " + said);
      assertEquals(0, outcome.status(), said);
      played += outcome.played();
    }
    assertEquals((long) each * runs.size(), played);
  }

  /** The generator's output into Node's input. */
  private static Outcome play(long seed, int count) {
    Path player = JavaScriptCore.client().resolve("tests/simulation/play.mjs");
    String node = NeededCommands.find("node").orElseThrow().toString();
    try {
      List<Process> pipe =
          ProcessBuilder.startPipeline(
              List.of(
                  FreshHistories.program(seed, count),
                  new ProcessBuilder(node, player.toString())
                      .redirectError(ProcessBuilder.Redirect.INHERIT)));
      Process last = pipe.get(pipe.size() - 1);
      List<String> lines = new String(last.getInputStream().readAllBytes(), UTF_8).lines().toList();
      int status = last.waitFor();
      pipe.forEach(Process::destroy);
      return new Outcome(status, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
