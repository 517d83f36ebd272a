package dev.bowline.server.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * When to look at which session: a hashed timing wheel (Varghese and Lauck, 1987, scheme 6) of 100
 * ms slots.
 *
 * <p>A session has at most one entry that counts, the one for the tick in its {@code wheelTick}; an
 * entry for another tick is stale and skipped when its slot comes round. An earlier deadline adds
 * an entry, a later one does nothing: the session is looked at early and says when it wants to be
 * looked at again. So a deadline that moves away with every message costs nothing, and there is no
 * cancelling. Schedule is O(1), advance O(entries due). Thread-safe.
 */
final class DeadlineWheel {
  /** The deadline of what needs no look. */
  static final long NEVER = Long.MAX_VALUE;

  private static final long TICK = 100;
  private static final int SLOTS = 1024;

  /** An empty slot has no list of its own. */
  private final List<List<LogicalSession>> slots =
      new ArrayList<>(Collections.nCopies(SLOTS, List.of()));

  private long tick;

  DeadlineWheel(long now) {
    tick = now / TICK;
  }

  /** Makes sure that the session is looked at not long after {@code deadline}, or earlier. */
  void schedule(LogicalSession session, long deadline) {
    long wanted = -Math.floorDiv(-deadline, TICK);
    if (deadline == NEVER || wanted >= session.wheelTick) {
      return;
    }
    synchronized (this) {
      long at = Math.max(tick + 1, Math.min(wanted, tick + SLOTS - 1));
      if (at < session.wheelTick) {
        session.wheelTick = at;
        add((int) (at % SLOTS), session);
      }
    }
  }

  private void add(int slot, LogicalSession session) {
    List<LogicalSession> entries = slots.get(slot);
    if (entries.isEmpty()) {
      entries = new ArrayList<>(2);
      slots.set(slot, entries);
    }
    entries.add(session);
  }

  /** Moves on to {@code now} and returns the sessions to look at. */
  synchronized List<LogicalSession> advance(long now) {
    List<LogicalSession> due = new ArrayList<>();
    long until = now / TICK;
    while (tick < until) {
      tick++;
      int slot = (int) (tick % SLOTS);
      List<LogicalSession> entries = slots.get(slot);
      if (!entries.isEmpty()) {
        slots.set(slot, List.of());
        for (LogicalSession session : entries) {
          if (session.wheelTick == tick) {
            session.wheelTick = Long.MAX_VALUE;
            due.add(session);
          }
        }
      }
    }
    return due;
  }
}
