package dev.bowline.compat.engines;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An engine's processes, and the directory that they write to. */
final class Running implements AutoCloseable {
  private static final int LAST_WORDS = 2_000;

  private final Process process;
  private final Path scratch;

  private Running(Process process, Path scratch) {
    this.process = process;
    this.scratch = scratch;
  }

  static Running start(Engine engine, URI page) throws IOException {
    Path scratch = Files.createTempDirectory("bowline-engine");
    ProcessBuilder command = engine.program().opens(page, scratch);
    Process process =
        command.redirectErrorStream(true).redirectOutput(output(scratch).toFile()).start();
    return new Running(process, scratch);
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
  public void close() throws IOException {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    children.forEach(child -> child.onExit().join());
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException stillWritten) {
      // The system's own cleaning of temporary files takes what is left.
    }
  }
}
