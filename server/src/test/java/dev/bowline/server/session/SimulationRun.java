package dev.bowline.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Plays many histories, one for each seed, in several threads. Stops at the first that fails.
 *
 * @param tally what happened in all of them
 * @param failure the one that failed, not shrunk
 */
record SimulationRun(SimulationTally tally, Optional<SimulationFailure> failure) {
  /** How many seeds a thread takes at once. */
  private static final int SOME = 64;

  /** Plays the histories of {@code count} seeds, from the first on. */
  static SimulationRun of(long first, long count, int threads) {
    AtomicLong next = new AtomicLong(first);
    AtomicReference<@Nullable SimulationFailure> failure = new AtomicReference<>();
    List<SimulationTally> tallies = new ArrayList<>();
    List<Thread> players = new ArrayList<>();
    for (int index = 0; index < threads; index++) {
      SimulationTally tally = new SimulationTally();
      tallies.add(tally);
      Runnable player = () -> plays(next, first + count, failure, tally);
      players.add(new Thread(player, "simulation-" + index));
    }
    players.forEach(Thread::start);
    players.forEach(SimulationRun::join);
    SimulationTally total = new SimulationTally();
    tallies.forEach(total::add);
    if (failure.get() == null && total.histories() != count) {
      throw new IllegalStateException("only " + total.histories() + " histories were played");
    }
    return new SimulationRun(total, Optional.ofNullable(failure.get()));
  }

  private static void plays(
      AtomicLong next,
      long end,
      AtomicReference<@Nullable SimulationFailure> failure,
      SimulationTally tally) {
    SimulatedHistories histories = new SimulatedHistories();
    long seed = next.getAndAdd(SOME);
    while (seed < end && failure.get() == null) {
      for (long last = Math.min(seed + SOME, end); seed < last; seed++) {
        Simulation.play(histories.make(seed), tally)
            .ifPresent(wrong -> failure.compareAndSet(null, wrong));
      }
      seed = next.getAndAdd(SOME);
    }
  }

  private static void join(Thread player) {
    try {
      player.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
