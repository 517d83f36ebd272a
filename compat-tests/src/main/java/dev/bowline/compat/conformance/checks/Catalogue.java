package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.conformance.report.Clause;
import java.util.List;
import java.util.stream.Stream;

/** All checks, in the order of the page, and all that is known not to be checked. */
public final class Catalogue {

  private Catalogue() {}

  public static List<Check> checks() {
    Checks checks = new Checks();
    RequestChecks.declare(checks);
    AttachChecks.declare(checks);
    ParameterChecks.declare(checks);
    HeaderChecks.declare(checks);
    HttpChecks.declare(checks);
    RecordChecks.declare(checks);
    WebSocketChecks.declare(checks);
    StreamGrammarChecks.declare(checks);
    PostChecks.declare(checks);
    LivenessChecks.declare(checks);
    WindowChecks.declare(checks);
    MovingChecks.declare(checks);
    ClosingChecks.declare(checks);
    ErrorChecks.declare(checks);
    PlainChecks.declare(checks);
    GuaranteeChecks.declare(checks);
    return checks.all();
  }

  /** The clauses that have checks, or are said to have none. */
  public static List<Clause> clauses() {
    return Stream.concat(
            checks().stream().map(Check::clause), Unchecked.all().stream().map(Unchecked::clause))
        .distinct()
        .toList();
  }
}
