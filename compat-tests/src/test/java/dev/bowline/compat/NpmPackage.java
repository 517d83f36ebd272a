package dev.bowline.compat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A package of the private npm project {@code compat-tests/engines}, as {@code npm ci} leaves it.
 */
public final class NpmPackage {
  private NpmPackage() {}

  /** Its directory, if it is installed. */
  public static Optional<Path> find(String name) {
    return Optional.of(Path.of("engines", "node_modules", name))
        .map(Path::toAbsolutePath)
        .filter(Files::isDirectory);
  }
}
