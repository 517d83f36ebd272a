package dev.bowline.compat.middleboxes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The configurations that these tests bring along, beside those of the docs. */
final class Configurations {
  private Configurations() {}

  static String text(String name) throws IOException {
    try (InputStream in = Configurations.class.getResourceAsStream("/middleboxes/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
