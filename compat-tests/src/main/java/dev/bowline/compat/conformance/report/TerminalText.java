package dev.bowline.compat.conformance.report;

import dev.bowline.compat.client.Printable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A report as a person reads it: by sections, and at the end, where a screen is looked at first,
 * the failures with what went over the wire.
 */
public final class TerminalText {

  private final Report report;
  private final boolean verbose;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param verbose whether checks that have passed are named
   */
  public TerminalText(Report report, boolean verbose) {
    this.report = report;
    this.verbose = verbose;
  }

  @Override
  public String toString() {
    text.setLength(0);
    line("", "Bowline protocol, version 1: " + report.url());
    Map<Integer, Map<Clause, List<Result>>> sections = new TreeMap<>();
    report
        .byClause()
        .forEach(
            (clause, results) ->
                sections
                    .computeIfAbsent(clause.section(), section -> new java.util.LinkedHashMap<>())
                    .put(clause, results));
    sections.forEach(
        (section, clauses) -> {
          line("", "");
          line("", "Section " + section);
          clauses.forEach(this::clause);
        });
    named("Not checked", report.notChecked());
    named("Failed", report.failed());
    line("", "");
    line(
        "",
        "%d passed, %d failed, %d not checked, in %d s"
            .formatted(
                report.passed().size(),
                report.failed().size(),
                report.notChecked().size(),
                report.time().toSeconds()));
    return text.toString();
  }

  private void clause(Clause clause, List<Result> results) {
    line("  ", "%-44s %s".formatted(clause.name(), counted(results)));
    for (Result result : results) {
      if (result.outcome() == Outcome.PASSED && verbose) {
        line("    ", "passed  " + result.check());
      } else if (result.outcome() == Outcome.FAILED) {
        line("    ", "FAILED  " + result.check());
      }
    }
  }

  private static String counted(List<Result> results) {
    Map<Outcome, Long> counts =
        results.stream()
            .collect(Collectors.groupingBy(Result::outcome, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(
            count ->
                switch (count.getKey()) {
                  case PASSED -> count.getValue() + " passed";
                  case FAILED -> count.getValue() + " FAILED";
                  case NOT_CHECKED -> count.getValue() + " not checked";
                })
        .collect(Collectors.joining(", "));
  }

  /** Results that need a closer look, by name; what is empty of their details leaves no line. */
  private void named(String heading, List<Result> results) {
    if (!results.isEmpty()) {
      line("", "");
      line("", heading);
      for (Result result : results) {
        line("  ", result.clause() + ": " + result.check());
        result.message().lines().forEach(line -> line("      ", line));
        result.exchange().lines().forEach(line -> line("        ", line));
      }
    }
  }

  private void line(String indent, String line) {
    text.append(line.isEmpty() ? "" : indent)
        .append(Printable.of(line))
        .append(System.lineSeparator());
  }
}
