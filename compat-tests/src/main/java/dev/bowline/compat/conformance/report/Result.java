package dev.bowline.compat.conformance.report;

import java.time.Duration;

/**
 * What became of one check.
 *
 * @param clause of which the check is one of several
 * @param check a sentence that says what must hold
 * @param outcome whether it does
 * @param message what was expected and what came instead, or why it was not checked; else empty
 * @param exchange what was written and read until a check failed; else empty
 * @param time how long it took
 */
public record Result(
    Clause clause, String check, Outcome outcome, String message, String exchange, Duration time) {

  /** A check that holds. */
  public static Result passed(Clause clause, String check, Duration time) {
    return new Result(clause, check, Outcome.PASSED, "", "", time);
  }

  /** A check that does not hold. */
  public static Result failed(
      Clause clause, String check, String message, String exchange, Duration time) {
    return new Result(clause, check, Outcome.FAILED, message, exchange, time);
  }

  /** What could not be looked at, or was not meant to be. */
  public static Result notChecked(Clause clause, String check, String reason) {
    return new Result(clause, check, Outcome.NOT_CHECKED, reason, "", Duration.ZERO);
  }
}
