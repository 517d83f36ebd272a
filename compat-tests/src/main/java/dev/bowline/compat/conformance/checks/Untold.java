package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Line;
import java.io.IOException;

/** What still comes on a line when all that is due has come. */
final class Untold {

  private Untold() {}

  /** Counts the bytes that come until the server ends the line. */
  static int bytesOf(Line line) {
    try {
      return line.in().readAllBytes().length;
    } catch (IOException e) {
      return 0;
    }
  }
}
