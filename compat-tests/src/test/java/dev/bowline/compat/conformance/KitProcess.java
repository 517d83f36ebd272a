package dev.bowline.compat.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A run of the kit's jar, as people run it: with nothing on the class path but itself.
 *
 * @param output both of its streams
 */
record KitProcess(int status, String output) {

  /** What the kit promises of a whole run. */
  private static final long MOST_MINUTES = 2;

  /** What failed, with what went over the wire; all of the output if it doesn't say. */
  String failures() {
    return output.substring(Math.max(output.lastIndexOf("\nFailed\n"), 0));
  }

  static KitProcess runs(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("bowline.conformance.jar", "target/bowline-conformance.jar")));
    command.addAll(List.of(arguments));
    Path output = java.nio.file.Files.createTempFile("kit", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
      String text = java.nio.file.Files.readString(output, StandardCharsets.UTF_8);
      if (!ended) {
        throw new AssertionError("still running: " + text);
      }
      return new KitProcess(process.exitValue(), text);
    } finally {
      process.destroyForcibly();
      java.nio.file.Files.delete(output);
    }
  }
}
