package dev.bowline.compat.fuzzing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fuzzer: a Java process that instruments the server's classes and mutates inputs towards what
 * was not covered before.
 *
 * @param target what it fuzzes
 * @param work where it keeps what it finds, and its log
 */
record Jazzer(Target target, Path work) {
  private static final Duration SLOWEST_INPUT = Duration.ofMinutes(2);
  private static final Duration START_AND_END = Duration.ofMinutes(10);
  private static final Pattern LAST_LINE =
      Pattern.compile("#(\\d+)\\s+DONE\\s+cov: (\\d+) ft: (\\d+) corp: (\\d+)/");

  /** What a run has come to. */
  record Figures(long executions, long seconds, int edges, int features, int inputs) {
    @Override
    public String toString() {
      return "%,d executions in %d s (%,d/s), %d edges, %d features, %d inputs"
          .formatted(
              executions, seconds, executions / Math.max(1, seconds), edges, features, inputs);
    }
  }

  /** Begins with the corpus and tries new inputs for so long; fails at the first that is wrong. */
  Figures fuzz(Duration time) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    String log =
        run(
            "fuzz",
            time.plus(START_AND_END),
            List.of(
                "-max_total_time=" + Math.max(1, time.toSeconds()),
                "--coverage_report=" + work.resolve(target.label() + ".coverage.txt")),
            List.of(found(), target.corpus()));
    Matcher last = LAST_LINE.matcher(log);
    if (!last.find()) {
      throw new AssertionError("no closing line in " + log("fuzz"));
    }
    return new Figures(
        Long.parseLong(last.group(1)),
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun),
        Integer.parseInt(last.group(2)),
        Integer.parseInt(last.group(3)),
        Integer.parseInt(last.group(4)));
  }

  /** Takes into the corpus what covers something that the corpus doesn't. */
  void keep() throws IOException, InterruptedException {
    run("merge", Duration.ofMinutes(30), List.of("-merge=1"), List.of(target.corpus(), found()));
  }

  private Path found() throws IOException {
    return Files.createDirectories(work.resolve(target.label()));
  }

  private Path log(String name) {
    return work.resolve(target.label() + "." + name + ".log");
  }

  private String run(String name, Duration limit, List<String> options, List<Path> folders)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + target.className());
    command.add("--instrumentation_includes=dev.bowline.server.**");
    command.add("--custom_hook_includes=dev.bowline.server.**");
    command.add("--mutator_framework=false");
    command.add("--reproducer_path=" + work);
    command.add("-artifact_prefix=" + work + "/" + target.label() + "-");
    command.add("-max_len=" + target.maxBytes());
    command.add("-timeout=" + SLOWEST_INPUT.toSeconds());
    if (Files.exists(target.dictionary())) {
      command.add("-dict=" + target.dictionary());
    }
    command.addAll(options);
    folders.forEach(folder -> command.add(folder.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log(name).toFile())
            .start();
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      String said = Files.readString(log(name), java.nio.charset.StandardCharsets.ISO_8859_1);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(failure(name, said));
      }
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  private String failure(String name, String said) {
    int at = said.indexOf("== Java Exception");
    return target.label()
        + ": the input is in "
        + work
        + ", the whole log in "
        + log(name)
        + "\n"
        + said.substring(Math.max(at, said.length() - 4_000));
  }
}
