package dev.bowline.server.session;

import dev.bowline.server.session.LogicalSession.Appended;
import dev.bowline.server.session.SessionTerms.Overflow;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of a simulated session: the protocol's page again, as plainly as it can be put,
 * with numbers in place of messages. It is told of everything that reaches the server or leaves it,
 * says beforehand what has to become of it, and compares what the session says of itself.
 *
 * <pre>
 *   acknowledged &lt;= sent &lt;= furthest &lt;= last
 * </pre>
 *
 * <p>The order of messages, the client and the application check for themselves as they come; what
 * has to happen in time, {@link SimulationDeadlines}.
 */
final class SimulationOracle {
  /** What the session is as a whole. */
  enum Phase {
    OPEN,
    DRAINING,
    CLOSED
  }

  private final SessionTerms terms;
  private final HandClock clock;

  private int[] sizes = new int[32];
  private int last;
  private long sent;
  private long furthest;
  private long acknowledged;
  private long dropped;
  private long keptBytes;

  private long accepted;

  /** Up to which message the application gets them though the session is closed. */
  private long promised;

  private long settled;
  private long tellings;
  private long came;
  private long highestAttach = 1;
  private boolean heardAgain;
  private long heardAt;

  private Phase phase = Phase.OPEN;
  private ProtocolRecord.@Nullable Close close;
  private long closedAt;

  SimulationOracle(SessionTerms terms, HandClock clock) {
    this.terms = terms;
    this.clock = clock;
    this.heardAt = clock.getAsLong();
  }

  // ---- downstream

  /** What must become of a message that the application sends. */
  Appended mustAppend(int size) {
    if (phase != Phase.OPEN) {
      return Appended.CLOSED;
    }
    if (!fits(size)) {
      if (terms.overflow() == Overflow.HOLD) {
        return Appended.NO_ROOM;
      }
      if (terms.overflow() == Overflow.CLOSE) {
        finish(CloseCode.SLOW_CONSUMER.close("the client does not keep up"));
        return Appended.CLOSED;
      }
      while (!fits(size)) {
        dropped = base() + 1;
        keptBytes -= sizes[(int) dropped - 1];
      }
    }
    if (last == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * last);
    }
    sizes[last++] = size;
    keptBytes += size;
    return Appended.TAKEN;
  }

  private boolean fits(int size) {
    long kept = kept();
    return kept == 0
        || (kept < terms.send().messages() && keptBytes + size <= terms.send().bytes());
  }

  private long base() {
    return Math.max(acknowledged, dropped);
  }

  private long kept() {
    return last - base();
  }

  /** A connection was given a message to write. */
  void pulled(long number) {
    check(phase != Phase.CLOSED, "a message was pulled after the close", number);
    check(number == sent + 1, "the wrong message was pulled", number);
    check(number > dropped, "a dropped message was pulled", number);
    sent = number;
    furthest = Math.max(furthest, sent);
  }

  /** A connection was told of a gap. */
  void passed(ProtocolRecord.Gap gap) {
    check(gap.from() == sent + 1 && gap.to() == dropped, "the wrong gap", gap);
    sent = gap.to();
    furthest = Math.max(furthest, sent);
  }

  /** An acknowledgement reaches the server, by whichever way. */
  void acknowledged(long number) {
    if (phase == Phase.CLOSED) {
      return;
    }
    long until = Math.min(number, sent);
    for (long freed = base() + 1; freed <= until; freed++) {
      keptBytes -= sizes[(int) freed - 1];
    }
    acknowledged = Math.max(acknowledged, until);
    if (phase == Phase.DRAINING && acknowledged == last && close != null) {
      finish(close);
    }
  }

  // ---- connections

  /** What must become of an attach. */
  @Nullable Refusal mustAttach(OptionalLong number, long position) {
    if (phase == Phase.CLOSED) {
      return Refusal.CLOSED;
    }
    if (number.isPresent() && number.getAsLong() < highestAttach) {
      return Refusal.SUPERSEDED;
    }
    if (position < acknowledged || position > furthest) {
      return Refusal.BAD_POSITION;
    }
    highestAttach = number.orElse(highestAttach + 1);
    heard();
    sent = position;
    acknowledged(position);
    return null;
  }

  /** The client was heard, in a way that counts. */
  void heard() {
    heardAgain = true;
    heardAt = clock.getAsLong();
  }

  long heardAt() {
    return heardAt;
  }

  boolean wasHeardAgain() {
    return heardAgain;
  }

  // ---- upstream

  /** A numbered message comes over a WebSocket. */
  void receives(long number) {
    came = phase == Phase.OPEN ? Math.max(came, number) : came;
    if (phase == Phase.OPEN && number == accepted + 1) {
      accepted++;
    } else if (phase == Phase.OPEN) {
      // Whoever sends it again has not been told.
      settled = Math.min(settled, number - 1);
    }
  }

  /** What must become of a post. */
  Post.@Nullable Refusal mustPost(Post post) {
    if (phase == Phase.CLOSED) {
      return Post.Refusal.CLOSED;
    }
    long acknowledges = post.acknowledged().orElse(0);
    if (acknowledges > furthest) {
      return Post.Refusal.BAD_ACKNOWLEDGEMENT;
    }
    Post.Refusal refusal = phase == Phase.OPEN ? mustTake(post) : Post.Refusal.CLOSED;
    if (refusal == Post.Refusal.OVER_WINDOW) {
      return refusal;
    }
    heard();
    if (refusal != Post.Refusal.AHEAD || post.closing() == null) {
      acknowledged(acknowledges);
    }
    return refusal;
  }

  private Post.@Nullable Refusal mustTake(Post post) {
    long first = post.sequence().orElse(accepted + 1);
    if (first > accepted + 1) {
      return Post.Refusal.AHEAD;
    }
    // What a client that keeps the rules posts always fits, so only one that breaks them is judged.
    int messages = post.messages().size();
    boolean brazen = first == accepted + 1 && messages > 1 && messages > terms.receive().messages();
    if (brazen) {
      return Post.Refusal.OVER_WINDOW;
    }
    accepted = Math.max(accepted, first + messages - 1);
    return null;
  }

  /** A connection says that everything up to {@code number} is handled. */
  void acknowledges(long number, long handled) {
    check(number == handled, "acknowledged is what isn't handled, or not all that is", number);
    settled = number;
    tellings++;
  }

  /** The reply to a post says it. If it is lost, only what the post brought is asked for again. */
  void acknowledgesTo(long brought, long number, long handled) {
    if (number <= brought && came <= settled) {
      settled = number;
      tellings++;
    }
    check(number == handled, "answered is what isn't handled, or not all that is", number);
  }

  /** Up to which message the client need not be told any more that it is handled. */
  long settled() {
    return settled;
  }

  /** How often it was told. */
  long tellings() {
    return tellings;
  }

  // ---- the end

  void applicationCloses(ProtocolRecord.Close reason) {
    if (phase == Phase.OPEN) {
      phase = Phase.DRAINING;
      close = reason;
      closedAt = clock.getAsLong();
      if (acknowledged == last) {
        finish(reason);
      }
    }
  }

  /** What the client had sent before is still handed out. */
  void clientCloses(ProtocolRecord.Close reason) {
    if (phase == Phase.OPEN) {
      promised = accepted;
    }
    finish(reason);
  }

  /** The application learns of the close, after so many messages. */
  void tellsTheApplication(long received) {
    check(received >= promised, "the close overtakes messages", promised - received);
  }

  void applicationFailed() {
    promised = 0;
    finish(CloseCode.APPLICATION_FAILED.close("the application failed"));
  }

  /** Something ends the session at once; the first reason counts. */
  void finish(ProtocolRecord.Close reason) {
    if (phase != Phase.CLOSED) {
      phase = Phase.CLOSED;
      close = close == null ? reason : close;
      closedAt = clock.getAsLong();
      last = (int) base();
      keptBytes = 0;
    }
  }

  /** A connection is told of the close. */
  void tells(ProtocolRecord.Close record) {
    check(record.equals(close), "told another close", record);
    check(phase == Phase.CLOSED || sent == last, "told to go too early", record);
  }

  // ---- what holds after every event

  void checkAgainst(LogicalSession session, SimulatedApplication application) {
    check(session.pendingMessages() == kept(), "other messages are kept than must be");
    check(session.pendingBytes() == keptBytes, "other bytes are kept than must be");
    check(kept() <= Math.max(1, terms.send().messages()), "too many messages are kept");
    check(kept() <= 1 || keptBytes <= terms.send().bytes(), "too many bytes are kept");
    check(session.accepted() == accepted, "another number is accepted than must be");
    check(application.received() <= accepted, "a message was made up");
    check(acknowledged <= sent && sent <= furthest, "the positions are out of order");
    check(session.isOpen() == (phase == Phase.OPEN), "open, or not, as it must not be");
    check(session.closed().isPresent() == (phase == Phase.CLOSED), "closed, or not yet");
  }

  Phase phase() {
    return phase;
  }

  /** The first close, by whomever. */
  ProtocolRecord.@Nullable Close close() {
    return close;
  }

  long closedAt() {
    return closedAt;
  }

  long last() {
    return last;
  }

  long sent() {
    return sent;
  }

  long dropped() {
    return dropped;
  }

  long furthest() {
    return furthest;
  }

  long released() {
    return acknowledged;
  }

  long accepted() {
    return accepted;
  }

  long highestAttach() {
    return highestAttach;
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  static void check(boolean holds, String otherwise, long number) {
    if (!holds) {
      throw new AssertionError(otherwise + ": " + number);
    }
  }

  static void check(boolean holds, String otherwise, @Nullable Object what) {
    if (!holds) {
      throw new AssertionError(otherwise + ": " + what);
    }
  }

  @Override
  public String toString() {
    return "acknowledged "
        + acknowledged
        + ", dropped "
        + dropped
        + ", sent "
        + sent
        + ", furthest "
        + furthest
        + ", last "
        + last
        + "; accepted "
        + accepted
        + ", settled "
        + settled
        + "; "
        + phase
        + " "
        + close;
  }
}
