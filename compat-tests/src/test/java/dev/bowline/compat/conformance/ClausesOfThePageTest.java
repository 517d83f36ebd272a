package dev.bowline.compat.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.conformance.checks.Catalogue;
import dev.bowline.compat.conformance.checks.Check;
import dev.bowline.compat.conformance.checks.Unchecked;
import dev.bowline.compat.conformance.report.Clause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever the protocol's page says, the kit checks or says that it doesn't. */
class ClausesOfThePageTest {

  private static final Path PAGE = Path.of("..", "docs", "protocol.md");
  private static final Pattern SECTION = Pattern.compile("## ([0-9]+) .*");
  private static final Pattern BOLD = Pattern.compile("\\*\\*(.+?)\\*\\*");

  /** Clauses without words in bold, and what stands where they begin. */
  private static final Map<Clause, String> OTHERS =
      Map.of(
          new Clause(2, "Requests"), "| request | what it does |",
          new Clause(3, "Records"), "| record | sent by | data | it says |",
          new Clause(3, "Session record"), "| member | meaning |",
          new Clause(5, "Grammar"), "| what | how |",
          new Clause(5, "Posts"), "Posts are taken whatever is attached",
          new Clause(8, "Cases"), "| case | HTTP | code | the session | what a client does |",
          new Clause(10, "Exactly once and in order"), "1. Exactly once and in order");

  /** The tables of the page, by how many rows the kit knows: a new one wants a check. */
  private static final Map<Clause, Integer> ROWS =
      Map.of(
          new Clause(2, "Requests"), 16,
          new Clause(3, "Records"), 9,
          new Clause(3, "Session record"), 12,
          new Clause(5, "Grammar"), 4,
          new Clause(8, "Cases"), 18);

  private final List<String> page = lines();

  @Test
  void everyClauseIsCheckedOrSaidNotToBe() {
    Set<String> missing = names(bold());
    missing.removeAll(names(Kit.clauses()));

    assertEquals(Set.of(), missing, "clauses of the page that the kit doesn't know");
  }

  @Test
  void everyClauseOfTheKitIsOnThePage() {
    Set<String> unknown = names(Kit.clauses());
    unknown.removeAll(names(bold()));
    OTHERS.forEach(
        (clause, beginning) -> {
          assertTrue(
              section(clause.section()).stream().anyMatch(line -> line.contains(beginning)),
              () -> clause + ": the page has no more '" + beginning + "'");
          unknown.remove(clause.toString());
        });

    assertEquals(Set.of(), unknown, "clauses of the kit that the page doesn't know");
  }

  @Test
  void theTablesHaveTheRowsThatTheKitKnows() {
    ROWS.forEach(
        (clause, rows) ->
            assertEquals(rows, rowsBelow(clause), () -> "rows of the table of " + clause));
  }

  @Test
  void everyCheckHasASentenceOfItsOwn() {
    Set<String> names = new HashSet<>();
    for (Check check : Catalogue.checks()) {
      assertTrue(names.add(check.clause() + ": " + check.sentence()), check::sentence);
      assertFalse(check.sentence().endsWith("."), check::sentence);
    }
  }

  @Test
  void aClauseWithoutAnyCheckSaysWhy() {
    Set<Clause> checked =
        Catalogue.checks().stream().map(Check::clause).collect(Collectors.toSet());
    for (Clause clause : Kit.clauses()) {
      boolean excused =
          Unchecked.all().stream()
              .anyMatch(it -> it.clause().equals(clause) && !it.why().isEmpty());
      assertTrue(checked.contains(clause) || excused, clause::toString);
    }
  }

  private List<Clause> bold() {
    List<Clause> clauses = new ArrayList<>();
    for (int section = 1; section <= 9; section++) {
      for (String line : section(section)) {
        Matcher bold = BOLD.matcher(line);
        while (bold.find()) {
          String name = bold.group(1).replace("`", "").replaceFirst("\\.$", "");
          clauses.add(new Clause(section, name));
        }
      }
    }
    return clauses;
  }

  private int rowsBelow(Clause clause) {
    List<String> section = section(clause.section());
    int head = section.indexOf(OTHERS.get(clause));
    assertTrue(head >= 0, () -> "no table of " + clause);
    int rows = 0;
    while (section.get(head + 2 + rows).startsWith("|")) {
      rows++;
    }
    return rows;
  }

  private List<String> section(int number) {
    List<String> lines = new ArrayList<>();
    int current = 0;
    for (String line : page) {
      Matcher heading = SECTION.matcher(line);
      current = heading.matches() ? Integer.parseInt(heading.group(1)) : current;
      if (current == number) {
        lines.add(line);
      }
    }
    lines.add("");
    return lines;
  }

  private static Set<String> names(List<Clause> clauses) {
    return clauses.stream().map(Clause::toString).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(PAGE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
