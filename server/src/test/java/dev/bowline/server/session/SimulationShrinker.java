package dev.bowline.server.session;

import java.util.function.Predicate;

/**
 * Cuts a history down as far as it still fails: delta debugging (Zeller and Hildebrandt, 2002) over
 * its events, then over their arguments, again and again until neither helps. Since every event is
 * robust, whatever is left is a history again.
 */
final class SimulationShrinker {
  private final Predicate<SimulatedHistory> fails;
  private SimulatedHistory smallest;

  private SimulationShrinker(SimulatedHistory history, Predicate<SimulatedHistory> fails) {
    this.smallest = history;
    this.fails = fails;
  }

  /** A history as short as it gets that fails like this one, perhaps for another reason. */
  static SimulationFailure shrink(SimulationFailure failure) {
    SimulatedHistory shortest =
        shrink(failure.history(), history -> Simulation.play(history, none()).isPresent());
    return Simulation.play(shortest, none()).orElseThrow();
  }

  private static SimulationTally none() {
    return new SimulationTally();
  }

  /** A history as short as it gets for which {@code fails} still holds. */
  static SimulatedHistory shrink(SimulatedHistory history, Predicate<SimulatedHistory> fails) {
    SimulationShrinker shrinker = new SimulationShrinker(history, fails);
    boolean shrinks = true;
    while (shrinks) {
      shrinks = shrinker.leavesOutEvents();
      shrinks |= shrinker.simplifiesArguments();
    }
    return shrinker.smallest;
  }

  /** Leaves out runs of events, long ones first. */
  private boolean leavesOutEvents() {
    boolean any = false;
    for (int run = Math.max(1, smallest.events().size() / 2); run >= 1; run /= 2) {
      int from = Math.max(0, smallest.events().size() - run);
      while (from >= 0) {
        int to = Math.min(from + run, smallest.events().size());
        any |= to > from && takes(smallest.without(from, to));
        from = from == 0 ? -1 : Math.max(0, from - run);
      }
    }
    return any;
  }

  /** Makes numbers smaller, and words the first of their kind. */
  private boolean simplifiesArguments() {
    boolean any = false;
    for (int index = 0; index < smallest.events().size(); index++) {
      SimulatedEvent event = smallest.events().get(index);
      for (int argument = 0; argument < event.kind().arguments().size(); argument++) {
        any |= simplifies(index, argument);
      }
    }
    return any;
  }

  private boolean simplifies(int index, int argument) {
    SimulatedEvent event = smallest.events().get(index);
    int value = event.argument(argument);
    int least = event.kind() == SimulatedEvent.Kind.SERVER_CLOSE ? 1000 : 0;
    if (value <= least) {
      return false;
    }
    for (int smaller = least; smaller < value; smaller += (value - smaller + 1) / 2) {
      if (takes(smallest.replacing(index, event.with(argument, smaller)))) {
        return true;
      }
    }
    return false;
  }

  private boolean takes(SimulatedHistory smaller) {
    boolean stillFails = fails.test(smaller);
    if (stillFails) {
      smallest = smaller;
    }
    return stillFails;
  }
}
