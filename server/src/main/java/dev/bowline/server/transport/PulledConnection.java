package dev.bowline.server.transport;

import dev.bowline.server.session.Connection;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.wire.ProtocolRecord;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * The loop that every connection runs: wake, pull, write, and again while there is more.
 *
 * <p>At most one write is in flight. A wake that finds one does nothing but make the loop go round
 * once more when it completes, and that round takes all that has gathered meanwhile. {@link
 * IteratingCallback} guarantees both; its {@code iterate} is our wake.
 *
 * <p>The loop ends after the round in which the session says that this connection doesn't go on:
 * because it delivered the close, gave its one reply, or has been superseded, in which case a
 * notice may be left to write.
 */
abstract class PulledConnection extends IteratingCallback implements Connection {
  /** About how much one write takes. More would only make a slow client's memory ours. */
  private static final long WRITE_BYTES = 128 * 1024;

  private final LogicalSession session;
  private volatile ProtocolRecord.@Nullable Error notice;
  private boolean last;

  PulledConnection(LogicalSession session) {
    this.session = session;
  }

  final LogicalSession session() {
    return session;
  }

  @Override
  public void wake() {
    iterate();
  }

  @Override
  public final void end(ProtocolRecord.@Nullable Error lastWord) {
    notice = lastWord;
    iterate();
  }

  @Override
  protected final Action process() {
    betweenWrites();
    if (last) {
      return Action.SUCCEEDED;
    }
    Outgoing outgoing = new Outgoing();
    boolean goesOn = session.pull(this, outgoing, WRITE_BYTES);
    if (goesOn && outgoing.isEmpty() && !writesAnyway()) {
      return Action.IDLE;
    }
    last = !goesOn;
    ProtocolRecord.Error lastWord = notice;
    if (last && outgoing.isEmpty() && lastWord != null) {
      outgoing.record(lastWord);
    }
    write(outgoing, last);
    return Action.SCHEDULED;
  }

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

  @Override
  protected final void onSuccess() {
    session.written(this);
  }

  @Override
  protected final void onCompleteFailure(Throwable cause) {
    session.detach(this);
    ended(cause);
  }

  @Override
  protected final void onCompleteSuccess() {
    ended(null);
  }

  /** The loop is over, by itself or by a failure. Called once. */
  abstract void ended(@Nullable Throwable failure);
}
