package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.conformance.report.Clause;
import java.util.List;

/**
 * What the page says and no check looks at.
 *
 * @param what a clause says
 * @param why nothing looks at it
 */
public record Unchecked(Clause clause, String what, String why) {

  public static List<Unchecked> all() {
    return List.of();
  }
}
