package dev.bowline.server.session;

/**
 * A history in which something happened that must not.
 *
 * @param wrong what
 * @param state how things stood then
 */
record SimulationFailure(SimulatedHistory history, Throwable wrong, String state) {

  /** For a person: what is wrong, and the history, one event per line. */
  String report() {
    return wrong.getMessage() + "\n  " + state + "\n" + SimulatedHistoryJson.lines(history);
  }
}
