package dev.bowline.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the JMH benchmarks of this package whose names match, each in one JVM of its own and for a
 * few seconds: enough to see what a change has done, not to tell two per cent.
 */
public final class Microbenchmarks {
  private final List<String> patterns;
  private final @Nullable Path folder;

  /**
   * @param words {@code [regexp …] [--out folder]}; to the folder go the table, {@code jmh.txt},
   *     and the raw results, {@code jmh.json}
   * @throws IllegalArgumentException if there is no folder behind {@code --out}
   */
  public Microbenchmarks(List<String> words) {
    patterns = new ArrayList<>(words);
    int out = patterns.indexOf("--out");
    if (out >= 0 && out + 1 == patterns.size()) {
      throw new IllegalArgumentException("--out needs a folder");
    }
    folder = out < 0 ? null : Path.of(patterns.remove(out + 1));
    patterns.remove("--out");
    if (patterns.isEmpty()) {
      patterns.add(Microbenchmarks.class.getPackageName());
    }
  }

  /** Runs them and prints the results. */
  public void run() throws RunnerException, IOException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.milliseconds(300))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(300))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    patterns.forEach(options::include);
    var results = new Runner(options.build()).run();
    if (folder != null) {
      Files.createDirectories(folder);
      try (PrintStream table = new PrintStream(folder.resolve("jmh.txt").toFile(), UTF_8);
          PrintStream raw = new PrintStream(folder.resolve("jmh.json").toFile(), UTF_8)) {
        ResultFormatFactory.getInstance(ResultFormatType.TEXT, table).writeOut(results);
        ResultFormatFactory.getInstance(ResultFormatType.JSON, raw).writeOut(results);
      }
    }
  }
}
