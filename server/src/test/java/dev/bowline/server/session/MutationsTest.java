package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The patches that break the core on purpose keep up with it; what they show is not tried here. */
class MutationsTest {
  private static final Path PATCHES = Path.of("src", "test", "simulation", "mutations");

  static List<Path> patches() throws IOException {
    try (Stream<Path> files = Files.list(PATCHES)) {
      return files.filter(file -> file.toString().endsWith(".patch")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("patches")
  void applies(Path patch) throws IOException {
    List<String> lines = Files.readAllLines(patch);
    String source = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("--- a/server/")) {
        source = Files.readString(Path.of(line.substring("--- a/server/".length())));
      } else if (line.startsWith("@@")) {
        String before = before(lines.subList(i + 1, lines.size()));
        assertTrue(!before.isEmpty() && source.contains(before), before);
      }
    }
    assertTrue(!source.isEmpty(), "names no source");
  }

  /** The lines that a hunk finds, the changed ones as they were. */
  private static String before(List<String> hunk) {
    return hunk.stream()
        .takeWhile(line -> !line.startsWith("@@") && !line.startsWith("---"))
        .filter(line -> !line.startsWith("+"))
        .map(line -> line.isEmpty() ? line : line.substring(1))
        .collect(Collectors.joining("\n"));
  }
}
