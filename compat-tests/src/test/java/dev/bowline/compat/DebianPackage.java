package dev.bowline.compat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A package of Debian's, for what is neither a command nor always in the same place. */
public final class DebianPackage {
  private DebianPackage() {}

  public static boolean isInstalled(String name) {
    return query("--show", "--showformat", "${db:Status-Abbrev}", name).stream()
        .anyMatch(status -> status.startsWith("ii"));
  }

  /** The file of the package whose path ends so. */
  public static Optional<Path> file(String name, String ending) {
    return query("--listfiles", name).stream()
        .filter(line -> line.endsWith(ending))
        .map(Path::of)
        .findFirst();
  }

  private static List<String> query(String... arguments) {
    Optional<Path> program = NeededCommands.find("dpkg-query");
    if (program.isEmpty()) {
      return List.of();
    }
    ProcessBuilder command = new ProcessBuilder(program.get().toString());
    command.command().addAll(List.of(arguments));
    try {
      Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return process.inputReader(StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
