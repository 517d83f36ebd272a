package dev.bowline.server.session;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the application waits for on its way down the outbox: that a message has been acknowledged,
 * or that there is room again. Not thread-safe: guarded by its session.
 */
final class Milestones {
  private record Milestone(long number, CompletableFuture<Boolean> reached) {}

  private @Nullable ArrayDeque<Milestone> waiting;
  private @Nullable CompletableFuture<Boolean> room;

  /**
   * Completes with true when {@code number} is acknowledged, with false if that can't be any more.
   */
  CompletableFuture<Boolean> at(long number) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(2);
    }
    CompletableFuture<Boolean> reached = new CompletableFuture<>();
    waiting.add(new Milestone(number, reached));
    return reached;
  }

  /** The highest number that somebody waits for, or 0. */
  long furthest() {
    return waiting == null || waiting.isEmpty() ? 0 : waiting.getLast().number();
  }

  /** Completes with true when something has been released, with false when the session closes. */
  CompletableFuture<Boolean> room() {
    if (room == null) {
      room = new CompletableFuture<>();
    }
    return room;
  }

  void reached(long acknowledged, Effects effects) {
    ArrayDeque<Milestone> milestones = waiting;
    while (milestones != null
        && !milestones.isEmpty()
        && milestones.element().number() <= acknowledged) {
      effects.complete(milestones.remove().reached(), true);
    }
    releaseRoom(true, effects);
  }

  void closed(Effects effects) {
    if (waiting != null) {
      waiting.forEach(milestone -> effects.complete(milestone.reached(), false));
      waiting = null;
    }
    releaseRoom(false, effects);
  }

  private void releaseRoom(boolean open, Effects effects) {
    if (room != null) {
      effects.complete(room, open);
      room = null;
    }
  }
}
