package dev.bowline.compat.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Plays fresh histories with both real ends, several at once; each thread has a JavaScript of its
 * own. It ends with the first that fails.
 *
 * <pre>
 *   JointSimulation COUNT SEED [SOURCES]     from a command line, with other sources of the client
 * </pre>
 */
final class JointSimulation {
  private static final int THREADS = 2;

  /** The longest that a history, and cutting it down, may take. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final JavaScriptCore core;
  private final AtomicInteger played = new AtomicInteger();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicReference<String> failure = new AtomicReference<>();

  JointSimulation(Path sources) throws IOException, InterruptedException {
    core = JavaScriptCore.of(sources);
  }

  /** How many have been played. */
  int played() {
    return played.get();
  }

  /**
   * Plays so many. Returns what failed first and how to play it again, if anything did; to go on
   * for ever is to fail.
   */
  Optional<String> play(long seed, int count) throws IOException, InterruptedException {
    try (BufferedReader lines = FreshHistories.lines(seed, count)) {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(CompletableFuture.runAsync(() -> play(lines)));
      }
      await(CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)));
    }
    return Optional.ofNullable(failure.get());
  }

  /** Waits as long as histories come to their end, of which each takes milliseconds. */
  private void await(CompletableFuture<Void> all) throws InterruptedException {
    int before = -1;
    while (!all.isDone()) {
      int now = played.get();
      if (now == before) {
        failure.compareAndSet(null, "goes on for ever: " + underWay);
        return;
      }
      before = now;
      try {
        all.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // Not yet, or thrown below.
      }
    }
    all.join();
  }

  private void play(BufferedReader lines) {
    try (JavaScriptCore.Player player = core.player()) {
      for (String line = lines.readLine();
          line != null && failure.get() == null;
          line = lines.readLine()) {
        underWay.add(line);
        String failed = player.play(line);
        underWay.remove(line);
        played.incrementAndGet();
        if (!failed.isEmpty()) {
          failure.compareAndSet(null, failed);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int count = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    Path sources = arguments.length > 2 ? Path.of(arguments[2]) : JavaScriptCore.sources();
    JointSimulation simulation = new JointSimulation(sources);
    Optional<String> failure = simulation.play(seed, count);
    System.out.println(simulation.played() + " histories: " + failure.orElse("no failure"));
    System.exit(failure.isPresent() ? 1 : 0);
  }
}
