package dev.bowline.compat.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The kit judges the server, so it has none of its code, and nothing but the JDK beside its own.
 */
class IndependenceTest {

  /** A package in a class file's constants: names of classes, and of types in descriptors. */
  private static final Pattern PACKAGE =
      Pattern.compile("(?<![a-z/])(?:dev|org|com|net|io|jakarta)/(?:[a-z0-9_]+/)+");

  @Test
  void theJarHoldsNoClassButTheKitsOwn() throws IOException {
    List<String> others = new ArrayList<>();
    try (JarFile jar = jar()) {
      classes(jar).map(JarEntry::getName).filter(it -> !isOurs(it)).forEach(others::add);
    }
    assertEquals(List.of(), others);
  }

  @Test
  void noClassOfItKnowsTheServerOrALibrary() throws IOException {
    List<String> strangers = new ArrayList<>();
    List<JarEntry> read = new ArrayList<>();
    try (JarFile jar = jar()) {
      for (JarEntry entry : classes(jar).toList()) {
        read.add(entry);
        Matcher known = PACKAGE.matcher(constants(jar, entry));
        while (known.find()) {
          if (!isOurs(known.group())) {
            strangers.add(entry.getName() + " knows " + known.group());
          }
        }
      }
    }
    assertTrue(read.size() > 50, () -> read.size() + " classes only");
    assertEquals(List.of(), strangers);
  }

  private static java.util.stream.Stream<JarEntry> classes(JarFile jar) {
    return jar.stream().filter(it -> it.getName().endsWith(".class"));
  }

  private static String constants(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Annotations about null are only there for the compiler. */
  private static boolean isOurs(String name) {
    return name.startsWith("dev/bowline/compat/client/")
        || name.startsWith("dev/bowline/compat/conformance/")
        || name.startsWith("org/jspecify/annotations/");
  }

  private static JarFile jar() throws IOException {
    return new JarFile(
        System.getProperty("bowline.conformance.jar", "target/bowline-conformance.jar"));
  }
}
