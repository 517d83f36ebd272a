package dev.bowline.compat.conformance.report;

/** What became of a check. */
public enum Outcome {
  PASSED,
  FAILED,
  NOT_CHECKED
}
