package dev.bowline.server.session;

import java.util.ArrayList;
import java.util.List;

/**
 * One session's life on a bad network, written out: whoever plays it draws no lots of its own. See
 * {@link SimulatedHistories}, which makes one from a seed, and {@link SimulatedHistoryJson}, in
 * which other languages read it.
 *
 * @param seed what it was made from; says nothing once it has been cut down
 * @param clock the time at which it begins
 * @param terms the windows, and what happens when the server's is full
 * @param opens the transport of the connection that opens the session
 * @param writeBytes about how much a connection writes at once
 */
record SimulatedHistory(
    long seed,
    long clock,
    SessionTerms terms,
    SimulatedConnection.Kind opens,
    int writeBytes,
    List<SimulatedEvent> events) {

  SimulatedHistory with(List<SimulatedEvent> others) {
    return new SimulatedHistory(seed, clock, terms, opens, writeBytes, List.copyOf(others));
  }

  SimulatedHistory without(int from, int to) {
    List<SimulatedEvent> rest = new ArrayList<>(events.subList(0, from));
    rest.addAll(events.subList(to, events.size()));
    return with(rest);
  }

  SimulatedHistory replacing(int index, SimulatedEvent event) {
    List<SimulatedEvent> changed = new ArrayList<>(events);
    changed.set(index, event);
    return with(changed);
  }
}
