package dev.bowline.benchmarks.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts servers that say their two ports on the first line of what they print. */
final class Launch {
  private Launch() {}

  /** A server of this module, in the same JDK and from the same class path as this JVM. */
  static Running java(List<String> jvmOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ServerMain.class.getName());
    command.addAll(arguments);
    return talkative(command);
  }

  /** Whatever else says its ports. */
  static Running talkative(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
      BufferedReader said = process.inputReader(UTF_8);
      String line = said.readLine();
      if (line == null) {
        throw new IllegalStateException(command + " is gone; its error output says why");
      }
      String[] ports = line.split(" ", 2);
      return new Running(process, said, Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What a command prints, as one text; empty if there is no such command. */
  static String output(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (BufferedReader said =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
        return String.join("\n", said.lines().toList());
      }
    } catch (IOException notThere) {
      return "";
    }
  }

  /** A directory for what a server needs; gone when this JVM ends. */
  static Path directory() throws IOException {
    Path directory = Files.createTempDirectory("bowline-benchmarks");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
    return directory;
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException left) {
      System.err.println("left behind: " + directory);
    }
  }
}
