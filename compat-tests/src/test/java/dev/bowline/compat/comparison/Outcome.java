package dev.bowline.compat.comparison;

/**
 * How it went, in milliseconds; infinite is what did not come within the limit. What is lost,
 * repeated and out of order is of the first {@link Run#MESSAGES} each way. The last is how often
 * the fault has struck.
 */
record Outcome(
    double firstDown,
    double firstUp,
    double standstill,
    int lost,
    int repeated,
    int disordered,
    int struck) {
  static final double NEVER = Double.POSITIVE_INFINITY;

  static Outcome of(
      double began, double struckAt, double end, Account page, Account server, int struck) {
    boolean complete =
        page.different(Run.MESSAGES) + server.different(Run.MESSAGES) == 2 * Run.MESSAGES;
    return new Outcome(
        first(page, began),
        first(server, began),
        Math.max(
            standstill(page, struckAt, end, complete), standstill(server, struckAt, end, complete)),
        lost(page) + lost(server),
        page.repeated(Run.MESSAGES) + server.repeated(Run.MESSAGES),
        page.disordered(Run.MESSAGES) + server.disordered(Run.MESSAGES),
        struck);
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

  /** Whether it says anything about this row: its fault has struck. */
  boolean isOf(Row row) {
    return row == Row.HEALTHY || struck > 0;
  }

  /** Whether each message came once, and in order. */
  boolean isExact() {
    return lost + repeated + disordered == 0;
  }
}
