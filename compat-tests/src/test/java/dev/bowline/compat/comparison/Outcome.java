package dev.bowline.compat.comparison;

import java.util.List;

/**
 * How it went, in milliseconds; infinite is what did not come within the limit. What is lost,
 * repeated and out of order is of the first {@link Run#MESSAGES} each way.
 */
record Outcome(
    double firstDown, double firstUp, double standstill, int lost, int repeated, int disordered) {
  static final double NEVER = Double.POSITIVE_INFINITY;

  static Outcome of(double began, double struckAt, double end, Account page, Account server) {
    boolean complete = page.different(Run.MESSAGES) + server.different(Run.MESSAGES) == 2 * Run.MESSAGES;
    return new Outcome(
        first(page, began),
        first(server, began),
        Math.max(standstill(page, struckAt, end, complete), standstill(server, struckAt, end, complete)),
        lost(page) + lost(server),
        page.repeated(Run.MESSAGES) + server.repeated(Run.MESSAGES),
        page.disordered(Run.MESSAGES) + server.disordered(Run.MESSAGES));
  }

  private static double first(Account account, double began) {
    return account.heard().isEmpty() ? NEVER : account.heard().get(0).at() - began;
  }

  private static double standstill(Account account, double from, double end, boolean complete) {
    if (account.heard().isEmpty()) {
      return NEVER;
    }
    boolean flows = complete || end - account.lastArrival() < Run.STILL_MILLIS;
    return flows ? account.standstill(from, account.lastArrival()) : NEVER;
  }

  private static int lost(Account account) {
    return Run.MESSAGES - account.different(Run.MESSAGES);
  }

  /** The middle of each figure by itself. */
  static Outcome median(List<Outcome> all) {
    return new Outcome(
        Medians.of(all, Outcome::firstDown),
        Medians.of(all, Outcome::firstUp),
        Medians.of(all, Outcome::standstill),
        (int) Medians.of(all, Outcome::lost),
        (int) Medians.of(all, Outcome::repeated),
        (int) Medians.of(all, Outcome::disordered));
  }
}
