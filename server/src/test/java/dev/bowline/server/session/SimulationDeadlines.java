package dev.bowline.server.session;

import static dev.bowline.server.session.SimulationOracle.check;

import dev.bowline.server.session.SimulationOracle.Phase;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of the oracle that knows the time: what must not happen before it is due, and must have
 * happened when timers had their chance. Posts that wait for their answer belong here too.
 */
final class SimulationDeadlines {
  private static final long SILENCE = Terms.HEARTBEAT * 22 / 10;
  private static final long ACKNOWLEDGE_AFTER = 1_000;
  private static final int MOST_HELD = 8;
  private static final long NEVER = -1;

  /** A post that has not been answered. */
  private record Held(Object answer, long until, long brought, long deadline) {}

  private final SimulationOracle oracle;
  private final HandClock clock;
  private final List<Held> held = new ArrayList<>(4);
  private @Nullable SimulatedConnection current;
  private boolean leaving;
  private long detachedAt;
  private long spokeAt;
  private long freeAt;
  private long pingedAt = NEVER;
  private long tellings;
  private long owedSince = NEVER;

  SimulationDeadlines(SimulationOracle oracle, HandClock clock) {
    this.oracle = oracle;
    this.clock = clock;
    this.detachedAt = clock.getAsLong();
  }

  // ---- what it is told

  /** From now on this connection carries the session. */
  void carries(SimulatedConnection connection) {
    current = connection;
    spokeAt = clock.getAsLong();
  }

  /** The connection that carries the session was given something to write. */
  void spoke(ProtocolRecord record) {
    spokeAt = clock.getAsLong();
    if (record instanceof ProtocolRecord.Ping) {
      pingedAt = spokeAt;
    }
  }

  /**
   * What was given to the connection has been written. Until then nobody can ask it for more, and
   * what became due meanwhile is due from now on.
   */
  void written(SimulatedConnection connection) {
    if (current == connection) {
      freeAt = clock.getAsLong();
    }
  }

  /**
   * A post was taken, and waits for its last message to be handled.
   *
   * @param fresh whether any of its messages is new
   */
  void holds(Object answer, Post post, boolean fresh) {
    long count = post.messages().size();
    long until = count == 0 ? 0 : post.sequence().orElseThrow() + count - 1;
    held.add(new Held(answer, until, fresh ? until : 0, clock.getAsLong() + Terms.POLL_HOLD));
  }

  /** A post is answered with what is handled. */
  void answers(Object answer, long number, long handled) {
    Held post = remove(answer);
    oracle.acknowledgesTo(post.brought(), number, handled);
    check(
        post.until() <= handled || due(post.deadline()) || held.size() >= MOST_HELD || leaving,
        "a post was answered before its time",
        handled);
  }

  /** A post is told that the session is over. */
  void answersWithTheClose(Object answer) {
    remove(answer);
    check(oracle.phase() != Phase.OPEN || closesByItself(), "a post was told of no close");
  }

  /** The node goes down, and answers before it does. */
  void leaves() {
    leaving = true;
  }

  private Held remove(Object answer) {
    for (int index = 0; index < held.size(); index++) {
      if (held.get(index).answer() == answer) {
        return held.remove(index);
      }
    }
    throw new AssertionError("a post was answered that was refused, or twice");
  }

  // ---- what it says

  @Nullable SimulatedConnection current() {
    return current;
  }

  /** The session is over; if nobody closed it, then time has. */
  void judgesTheEnd(LogicalSession session) {
    if (oracle.phase() != Phase.CLOSED) {
      ProtocolRecord.Close close = session.closed().orElseThrow();
      check(closesByItself(), "closed for no reason", close);
      oracle.finish(close);
    }
    check(
        Objects.equals(session.closed().orElse(null), oracle.close()),
        "closed for another reason",
        session.closed());
  }

  private boolean closesByItself() {
    return oracle.phase() == Phase.DRAINING
        ? due(oracle.closedAt() + Terms.RESUME_TIMEOUT)
        : current == null && due(expiresAt());
  }

  private long expiresAt() {
    return detachedAt + (oracle.wasHeardAgain() ? Terms.RESUME_TIMEOUT : Terms.OPEN_TIMEOUT);
  }

  /** Takes note if nothing carries the session any more. */
  void notices(LogicalSession session) {
    if (current != null && !session.isAttached(current)) {
      current = null;
      detachedAt = clock.getAsLong();
    }
  }

  /** What holds after every event. */
  void checkNow(LogicalSession session, long handled) {
    notices(session);
    long now = clock.getAsLong();
    boolean told = oracle.tellings() > tellings;
    tellings = oracle.tellings();
    if (oracle.settled() >= handled) {
      owedSince = NEVER;
    } else if (owedSince == NEVER || told) {
      owedSince = now;
    }
    check(held.size() <= MOST_HELD, "too many posts are held");
    check(held.isEmpty() || oracle.phase() == Phase.OPEN, "a post is held after the close");
    for (int index = 0; index < held.size(); index++) {
      check(held.get(index).until() > handled, "a post is held although all is handled");
    }
  }

  /**
   * What holds when all timers have been looked at that were due so many milliseconds ago.
   *
   * @param handled how many messages the application is done with
   */
  void checkOverdue(long slack, long handled) {
    for (int index = 0; index < held.size(); index++) {
      check(!due(held.get(index).deadline() + slack), "a post was held for too long");
    }
    SimulatedConnection connection = current;
    if (connection == null) {
      check(
          oracle.phase() != Phase.OPEN || !due(expiresAt() + slack),
          "lives without a connection for too long");
    } else if (oracle.phase() == Phase.CLOSED) {
      check(
          !due(oracle.closedAt() + SessionState.CLOSE_GRACE + slack),
          "a closed session is attached for too long");
    } else {
      checkLively(connection, slack, handled);
    }
    check(
        oracle.phase() != Phase.DRAINING || !due(oracle.closedAt() + Terms.RESUME_TIMEOUT + slack),
        "drains for too long");
  }

  private void checkLively(SimulatedConnection connection, long slack, long handled) {
    boolean poll = connection.hold().isPresent();
    check(poll || !due(oracle.heardAt() + SILENCE + slack), "attached to a dead connection");
    if (connection.isWriting() || connection.isOver()) {
      return;
    }
    long silence = poll ? Terms.POLL_HOLD : Terms.HEARTBEAT;
    check(!overdue(spokeAt + silence, slack), "silent for too long", connection);
    check(
        poll || pingedAt >= oracle.heardAt() || !overdue(oracle.heardAt() + Terms.HEARTBEAT, slack),
        "the client was not asked whether it is there");
    check(
        owedSince == NEVER
            || oracle.settled() >= handled
            || !overdue(owedSince + ACKNOWLEDGE_AFTER, slack),
        "an acknowledgement is late");
  }

  /** Of what only the attached connection can do. */
  private boolean overdue(long moment, long slack) {
    return due(Math.max(moment, freeAt) + slack);
  }

  private boolean due(long moment) {
    return clock.getAsLong() >= moment;
  }
}
