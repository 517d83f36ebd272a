package dev.bowline.compat.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

  private final JavaScriptCore core;
  private final AtomicInteger played = new AtomicInteger();
  private final AtomicReference<String> failure = new AtomicReference<>();

  JointSimulation(Path sources) throws IOException, InterruptedException {
    core = JavaScriptCore.of(sources);
  }

  /** How many have been played. */
  int played() {
    return played.get();
  }

  /** Plays so many. Returns what failed first and how to play it again, if anything did. */
  Optional<String> play(long seed, int count) throws IOException {
    try (BufferedReader lines = FreshHistories.lines(seed, count)) {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(CompletableFuture.runAsync(() -> play(lines)));
      }
      threads.forEach(CompletableFuture::join);
    }
    return Optional.ofNullable(failure.get());
  }

  private void play(BufferedReader lines) {
    try (JavaScriptCore.Player player = core.player()) {
      for (String line = lines.readLine();
          line != null && failure.get() == null;
          line = lines.readLine()) {
        String failed = player.play(line);
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
