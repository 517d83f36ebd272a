package dev.bowline.compat.simulation;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Histories drawn from seeds by the server's own simulation, which runs as a program: {@code
 * SimulationCommand dump} among the server's tests. One JSON object on each line.
 */
final class FreshHistories {
  private static final String COMMAND = "dev.bowline.server.session.SimulationCommand";

  private FreshHistories() {}

  /** The seed to begin with: {@code -Dbowline.seed=N}, else a new one that JavaScript can count. */
  static long seed() {
    return Long.getLong("bowline.seed", System.currentTimeMillis() * 1000);
  }

  /** How many: {@code -Dbowline.histories=N}. */
  static int count(int otherwise) {
    return Integer.getInteger("bowline.histories", otherwise);
  }

  /** The program that prints so many of them. */
  static ProcessBuilder program(long seed, int count) {
    Path server = Path.of("..", "server", "target").toAbsolutePath().normalize();
    String classPath =
        String.join(
            File.pathSeparator,
            server.resolve("test-classes").toString(),
            server.resolve("classes").toString(),
            System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath,
            COMMAND,
            "dump",
            Integer.toString(count),
            Long.toString(seed))
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Their lines, as the program prints them. */
  static BufferedReader lines(long seed, int count) throws IOException {
    return program(seed, count).start().inputReader();
  }
}
