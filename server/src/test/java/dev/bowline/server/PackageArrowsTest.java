package dev.bowline.server;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.demo.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the arrows between our packages, as {@code docs/architecture.md} draws them. The table is
 * the rule: it names every package, it has no cycle, and a package may use those in its row only.
 * What the packages really use is read from the compiled classes by {@code jdeps}.
 */
class PackageArrowsTest {

  private static final String ROOT = "dev.bowline.server";

  /** From each package, by its name under {@link #ROOT}, to those of ours it may use. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "demo", Set.of("api"),
          "api", Set.of("transport", "topic", "session", "wire", "security"),
          "transport", Set.of("session", "wire", "security"),
          "topic", Set.of("wire"),
          "session", Set.of("wire"),
          "wire", Set.of(),
          "security", Set.of());

  /** They know neither sockets nor servers, and so they run a million histories a minute. */
  private static final Set<String> PURE = Set.of("wire", "session", "topic");

  private static final Pattern ARROW =
      Pattern.compile("^\\s+(\\S+)\\s+->\\s+(\\S+)", Pattern.MULTILINE);

  private record Arrow(String from, String to) {}

  private static final List<Arrow> ARROWS = arrows();

  @Test
  void everyPackageHasItsRow() {
    Set<String> unknown = new TreeSet<>();
    for (Arrow arrow : ARROWS) {
      if (!ALLOWED.containsKey(room(arrow.from()))) {
        unknown.add(room(arrow.from()));
      }
    }
    assertEquals(Set.of(), unknown, "packages of which the table of arrows says nothing");
  }

  @Test
  void aPackageUsesOnlyWhatItsRowNames() {
    assertNone(
        "arrows that are not allowed",
        arrow ->
            isOurs(arrow.to())
                && !room(arrow.from()).equals(room(arrow.to()))
                && !ALLOWED.getOrDefault(room(arrow.from()), Set.of()).contains(room(arrow.to())));
  }

  @Test
  void thePureCoreKnowsNothingOfJetty() {
    assertNone(
        "uses of Jetty in the pure core",
        arrow -> PURE.contains(room(arrow.from())) && arrow.to().startsWith("org.eclipse.jetty."));
  }

  @Test
  void theTableHasNoCycle() {
    Set<String> settled = new TreeSet<>();
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Map.Entry<String, Set<String>> row : ALLOWED.entrySet()) {
        if (settled.containsAll(row.getValue())) {
          progress |= settled.add(row.getKey());
        }
      }
    }
    assertEquals(new TreeSet<>(ALLOWED.keySet()), settled);
  }

  private static void assertNone(String what, Predicate<Arrow> forbidden) {
    String found =
        ARROWS.stream()
            .filter(forbidden)
            .map(arrow -> arrow.from() + " -> " + arrow.to())
            .sorted()
            .distinct()
            .collect(joining("\n"));
    assertEquals("", found, what);
  }

  private static boolean isOurs(String type) {
    return type.startsWith(ROOT + ".");
  }

  /** The package of one of our types under {@link #ROOT}; the exported one goes by "api". */
  private static String room(String type) {
    String name = type.substring(0, type.lastIndexOf('.'));
    return name.equals(ROOT) ? "api" : name.substring(ROOT.length() + 1);
  }

  private static List<Arrow> arrows() {
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    // Single files and not the directory: a directory with a module-info wants its whole module
    // path.
    int exit =
        jdeps.run(
            new PrintWriter(out),
            new PrintWriter(err),
            Stream.concat(Stream.of("-verbose:class", "-filter:none"), ourClassFiles())
                .toArray(String[]::new));
    assertEquals(0, exit, () -> "jdeps: " + out + err);
    List<Arrow> arrows =
        ARROW
            .matcher(out.toString())
            .results()
            .map(line -> new Arrow(line.group(1), line.group(2)))
            .filter(arrow -> isOurs(arrow.from()))
            .toList();
    assertTrue(!arrows.isEmpty(), () -> "jdeps found no dependency at all: " + out + err);
    return arrows;
  }

  private static Stream<String> ourClassFiles() {
    try {
      Path classes =
          Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(classes.resolve(ROOT.replace('.', '/')))) {
        return files.map(Path::toString).filter(name -> name.endsWith(".class")).toList().stream();
      }
    } catch (IOException | URISyntaxException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
