package dev.bowline.compat.conformance.report;

/**
 * A clause of the protocol's page, by which checks are named.
 *
 * @param section its number on the page
 * @param name the words in bold that it begins with; of a table, what the table is about
 */
public record Clause(int section, String name) {

  /** As in {@code 2 Attach numbers}. */
  @Override
  public String toString() {
    return section + " " + name;
  }
}
