package dev.bowline.server.transport;

import dev.bowline.server.session.Connection;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.wire.ProtocolRecord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The loop that every connection runs: wake, pull, write, and again while there is more.
 *
 * <pre>
 *   IDLE --wake--> WORKING --the write goes on without us--> WRITING --it ends--> WORKING
 *                  WORKING --the write ends under our hands--> WRITTEN --seen--> WORKING
 *                  WORKING --nothing to write, and nobody has woken us--> IDLE
 * </pre>
 *
 * <ul>
 *   <li>One thread at a time is in the loop: who moves the state to {@code WORKING}. In {@code
 *       IDLE} and {@code WRITING} nobody is; a write is in flight in {@code WRITING} only, or while
 *       a thread is in the loop.
 *   <li>{@code WOKEN} beside the state says that somebody has woken the loop since it last began to
 *       pull. It never becomes {@code IDLE} over that, so what was there before a wake is pulled
 *       after it, and what gathers during a write goes with the next one.
 *   <li>{@code OVER} beside the state is for ever, and from then on the state moves no more. Who
 *       sets it ends the connection, unless a thread is in the loop: then that one does, next.
 * </ul>
 *
 * <p>The loop ends after the round in which the session says that this connection doesn't go on:
 * because it delivered the close, gave its one reply, or has been superseded, in which case a last
 * word may be left to write.
 *
 * <p>Numbers and no enum or lock of {@code java.util.concurrent}: each reference that is written
 * for a message costs the collector a look at it later, which many connections make felt.
 */
abstract class PulledConnection implements Connection, Callback {
  /** About how much one write takes. More would only make a slow client's memory ours. */
  private static final long WRITE_BYTES = 128 * 1024;

  private static final int IDLE = 0;
  private static final int WORKING = 1;
  private static final int WRITTEN = 2;
  private static final int WRITING = 3;
  private static final int WOKEN = 4;
  private static final int OVER = 8;

  private static final VarHandle STATE = state();

  private final LogicalSession session;

  @SuppressWarnings("UnusedVariable") // It is, by its handle.
  private volatile int state = IDLE;

  /** Guarded by the session's lock: it is there before a pull can say that it is wanted. */
  private ProtocolRecord.@Nullable Error notice;

  private volatile @Nullable Throwable cause;
  private @Nullable Throwable failure;
  private boolean more;
  private boolean last;

  PulledConnection(LogicalSession session) {
    this.session = session;
  }

  private static VarHandle state() {
    try {
      return MethodHandles.lookup().findVarHandle(PulledConnection.class, "state", int.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  final LogicalSession session() {
    return session;
  }

  // ---- from any thread

  @Override
  public void wake() {
    look();
  }

  @Override
  public final void lastWord(ProtocolRecord.Error error) {
    notice = error;
  }

  /** Has the loop go round. */
  final void look() {
    int before = (int) STATE.getAndBitwiseOr(this, WOKEN);
    if (before == IDLE && STATE.compareAndSet(this, WOKEN, WORKING)) {
      loop();
    }
  }

  /** Ends the loop, whatever is in flight. */
  final void abort(Throwable why) {
    cause = why;
    int before = (int) STATE.getAndBitwiseOr(this, OVER) & ~WOKEN;
    if (before == IDLE || before == WRITING) {
      finish(why);
    }
  }

  @Override
  public final void succeeded() {
    writeEnded();
  }

  @Override
  public final void failed(Throwable why) {
    failure = why;
    writeEnded();
  }

  private void writeEnded() {
    if (!become(WORKING, WRITTEN) && become(WRITING, WORKING) && goesOnAfterWrite()) {
      loop();
    }
  }

  // ---- the thread in the loop

  private void loop() {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = round();
    }
  }

  /** Returns whether this thread is to go round once more. */
  private boolean round() {
    int before = (int) STATE.getAndBitwiseAnd(this, ~WOKEN);
    if ((before & OVER) != 0) {
      finish(cause);
      return false;
    }
    try {
      betweenWrites();
      if (last) {
        return over(null);
      }
      if (!pullAndWrite()) {
        return !rests();
      }
    } catch (Throwable thrown) {
      return over(thrown);
    }
    if (become(WORKING, WRITING)) {
      return false;
    }
    return !become(WRITTEN, WORKING) || goesOnAfterWrite();
  }

  private boolean pullAndWrite() {
    Outgoing outgoing = new Outgoing();
    boolean goesOn = session.pull(this, outgoing, WRITE_BYTES);
    if (goesOn && outgoing.isEmpty() && !writesAnyway()) {
      return false;
    }
    last = !goesOn;
    more = outgoing.size() >= WRITE_BYTES;
    ProtocolRecord.Error lastWord = last ? notice : null;
    if (lastWord != null && outgoing.isEmpty()) {
      outgoing.record(lastWord);
    }
    write(outgoing, last);
    return true;
  }

  private boolean goesOnAfterWrite() {
    Throwable failed = failure;
    if (failed != null) {
      return over(failed);
    }
    try {
      session.written(this);
    } catch (RuntimeException thrown) {
      return over(thrown);
    }
    return last || more || !rests();
  }

  /** Whether the loop rests until somebody wakes it: not if somebody has. */
  private boolean rests() {
    return STATE.compareAndSet(this, WORKING, IDLE);
  }

  /**
   * Moves the state, whether woken or not; false if it is another, or it is over. {@code WOKEN} may
   * be set between the two looks, but is not taken back: only a new round does that.
   */
  private boolean become(int from, int to) {
    return STATE.compareAndSet(this, from, to)
        || STATE.compareAndSet(this, from | WOKEN, to | WOKEN);
  }

  private boolean over(@Nullable Throwable why) {
    int before = (int) STATE.getAndBitwiseOr(this, OVER);
    finish((before & OVER) == 0 ? why : cause);
    return false;
  }

  private void finish(@Nullable Throwable why) {
    if (why != null) {
      session.detach(this);
    }
    ended(why);
  }

  // ---- what connections differ in

  /** Does what must not meet a write of this loop. */
  void betweenWrites() {}

  /** Whether this round is to write although the session has nothing to say. */
  boolean writesAnyway() {
    return false;
  }

  /**
   * Writes, and completes this callback when that is done. If {@code last}, the connection ends
   * with it; there may be nothing to write then.
   */
  abstract void write(Outgoing outgoing, boolean last);

  /** The loop is over, by itself or by a failure. Called once. */
  abstract void ended(@Nullable Throwable failure);
}
