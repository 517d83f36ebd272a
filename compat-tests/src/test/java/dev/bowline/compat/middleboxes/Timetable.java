package dev.bowline.compat.middleboxes;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** When both ends say their numbered messages: bursts, and pauses that are beyond idle limits. */
record Timetable(List<Burst> bursts) {

  /**
   * Some messages, one soon after the other.
   *
   * @param pause milliseconds before them
   * @param every milliseconds after each
   */
  record Burst(int pause, int messages, int every) {}

  /** 200 messages in 90 seconds, with silences of more than half a minute. */
  static final Timetable MIXED =
      new Timetable(
          List.of(
              new Burst(0, 20, 50),
              new Burst(700, 20, 0),
              new Burst(5_000, 25, 100),
              new Burst(33_000, 25, 0),
              new Burst(200, 10, 20),
              new Burst(9_000, 35, 30),
              new Burst(2_000, 5, 100),
              new Burst(34_000, 40, 0),
              new Burst(1_500, 20, 50)));

  int messages() {
    return bursts.stream().mapToInt(Burst::messages).sum();
  }

  JsonElement json() {
    return new Gson().toJsonTree(bursts);
  }

  /** Has each number said when its time comes; the future ends with the last one. */
  CompletableFuture<Void> runs(IntConsumer says) {
    CompletableFuture<Void> said = CompletableFuture.completedFuture(null);
    int number = 0;
    for (Burst burst : bursts) {
      said = said.thenRunAsync(() -> {}, after(burst.pause));
      for (int i : IntStream.range(number, number + burst.messages).toArray()) {
        said = said.thenRun(() -> says.accept(i)).thenRunAsync(() -> {}, after(burst.every));
      }
      number += burst.messages;
    }
    return said;
  }

  private static Executor after(int milliseconds) {
    return milliseconds == 0
        ? Runnable::run
        : CompletableFuture.delayedExecutor(milliseconds, TimeUnit.MILLISECONDS);
  }
}
