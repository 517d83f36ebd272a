package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Terms;
import dev.bowline.compat.conformance.report.Clause;
import java.time.Duration;
import java.util.function.Function;

/**
 * One check of a clause.
 *
 * @param sentence what must hold
 * @param lasts how long it takes by the rules themselves, on a server with such terms
 * @param procedure returns if it holds
 */
public record Check(
    Clause clause, String sentence, Function<Terms, Duration> lasts, Procedure procedure) {

  /** What is done to a server; throws where it does not do what the page says. */
  @FunctionalInterface
  public interface Procedure {
    void check(Peer peer) throws Exception;
  }
}
