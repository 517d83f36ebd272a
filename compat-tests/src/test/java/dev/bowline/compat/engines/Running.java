package dev.bowline.compat.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An engine's processes, and the directory that they write to. */
final class Running implements AutoCloseable {
  private static final int LAST_WORDS = 2_000;
  private static final int GRACE_SECONDS = 2;

  private final Process process;
  private final Path scratch;

  private Running(Process process, Path scratch) {
    this.process = process;
    this.scratch = scratch;
  }

  static Running start(Engine engine, URI page) throws IOException {
    Path scratch = Files.createTempDirectory("bowline-engine");
    try {
      ProcessBuilder command = engine.program().opens(page, scratch);
      Process process =
          command.redirectErrorStream(true).redirectOutput(output(scratch).toFile()).start();
      return new Running(process, scratch);
    } catch (IOException | RuntimeException e) {
      removes(scratch);
      throw e;
    }
  }

  private static Path output(Path scratch) {
    return scratch.resolve("output.txt");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The end of what it has written to its standard output and error. */
  String lastWords() {
    try {
      String all = new String(Files.readAllBytes(output(scratch)), StandardCharsets.UTF_8);
      return all.substring(Math.max(0, all.length() - LAST_WORDS));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    // Asked first, since some have children that they end, and files that they remove.
    process.destroy();
    for (ProcessHandle each : all) {
      each.onExit().completeOnTimeout(each, GRACE_SECONDS, TimeUnit.SECONDS).join();
      each.destroyForcibly();
      each.onExit().join();
    }
    removes(scratch);
  }

  private static void removes(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException stillWritten) {
      // The system's own cleaning of temporary files takes what is left.
    }
  }
}
