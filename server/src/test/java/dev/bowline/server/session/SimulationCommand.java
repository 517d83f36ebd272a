package dev.bowline.server.session;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The simulation from a command line; {@code server/src/test/simulation} calls it.
 *
 * <pre>
 *   run COUNT [SEED [THREADS]]        plays the histories of COUNT seeds, and says what happened in them
 *   play FILE                         plays the histories in a file
 *   hunt [TRIES [MOST]]               how many histories it takes until one fails: the median of some tries
 *   dump COUNT [SEED [FEWEST MOST]]   prints histories, one line each, of so many events
 * </pre>
 *
 * A history that fails is cut down, printed, and saved in the working directory as a file for
 * {@code play}. Exit status 1 then.
 */
final class SimulationCommand {
  private static final double NANOS = 1e9;

  private final List<String> words;
  private final PrintStream out;

  private SimulationCommand(List<String> words, PrintStream out) {
    this.words = words;
    this.out = out;
  }

  /** See the comment of the class. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    boolean well = new SimulationCommand(List.of(arguments), out).runs();
    out.flush();
    if (!well) {
      System.exit(1);
    }
  }

  private boolean runs() throws IOException {
    switch (words.isEmpty() ? "" : words.get(0)) {
      case "run" -> {
        return run(number(1, 20_000), number(2, System.nanoTime()), (int) number(3, 2));
      }
      case "play" -> {
        return play(Path.of(words.get(1)));
      }
      case "hunt" -> {
        return hunt((int) number(1, 5), number(2, 20_000));
      }
      case "dump" -> {
        dump(number(1, 1), number(2, 1));
        return true;
      }
      default -> {
        out.println(
            "run COUNT [SEED [THREADS]] | play FILE | hunt [TRIES [MOST]] | dump COUNT [SEED [FEWEST MOST]]");
        return false;
      }
    }
  }

  private long number(int index, long otherwise) {
    return index < words.size() ? Long.parseLong(words.get(index)) : otherwise;
  }

  private boolean run(long count, long seed, int threads) throws IOException {
    out.printf("%,d histories from seed %d, %d threads%n", count, seed, threads);
    out.flush();
    long begin = System.nanoTime();
    SimulationRun run = SimulationRun.of(seed, count, threads);
    double seconds = (System.nanoTime() - begin) / NANOS;
    out.println(run.tally());
    double busy = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    out.printf(
        Locale.ROOT,
        "%.1f s, %,.0f histories a second; %.1f s of processor time, %,.0f a second of that%n",
        seconds,
        run.tally().histories() / seconds,
        busy,
        run.tally().histories() / busy);
    return tells(run.failure());
  }

  private boolean play(Path file) throws IOException {
    SimulationTally tally = new SimulationTally();
    for (SimulatedHistory history : SimulatedHistoryJson.readAll(file)) {
      if (!tells(Simulation.play(history, tally))) {
        return false;
      }
    }
    out.println(tally);
    return true;
  }

  private boolean tells(Optional<SimulationFailure> failure) throws IOException {
    if (failure.isEmpty()) {
      out.println("violations: 0");
      return true;
    }
    SimulationFailure shrunk = SimulationShrinker.shrink(failure.get());
    Path file = Path.of("history-" + shrunk.history().seed() + ".json");
    Files.writeString(file, SimulatedHistoryJson.lines(shrunk.history()));
    out.println(shrunk.report());
    out.println(
        shrunk.history().events().size()
            + " events of the "
            + failure.get().history().events().size()
            + " of seed "
            + shrunk.history().seed()
            + ", saved as "
            + file);
    return false;
  }

  /** For a core that was broken on purpose: one line, columns separated by tabs. */
  private boolean hunt(int tries, long most) {
    List<SimulationFailure> found = new ArrayList<>();
    List<Long> needed = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    for (int attempt = 0; attempt < tries; attempt++) {
      long first = attempt * most;
      Optional<SimulationFailure> failure = SimulationRun.of(first, most, 1).failure();
      needed.add(failure.map(wrong -> wrong.history().seed() - first + 1).orElse(Long.MAX_VALUE));
      failure.map(SimulationShrinker::shrink).ifPresent(found::add);
    }
    if (found.size() * 2 <= tries) {
      out.println("not found");
      return false;
    }
    found.forEach(shrunk -> lengths.add(shrunk.history().events().size()));
    Collections.sort(needed);
    Collections.sort(lengths);
    out.println(
        needed.get(tries / 2)
            + "\t"
            + lengths.get(lengths.size() / 2)
            + "\t"
            + found.get(0).wrong().getMessage());
    return true;
  }

  private void dump(long count, long first) {
    SimulatedHistories histories =
        new SimulatedHistories(
            (int) number(3, SimulatedHistories.FEWEST), (int) number(4, SimulatedHistories.MOST));
    for (long seed = first; seed < first + count; seed++) {
      out.print(SimulatedHistoryJson.line(histories.make(seed)) + "\n");
    }
  }
}
