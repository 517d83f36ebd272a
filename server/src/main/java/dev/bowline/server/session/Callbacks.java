package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Which callback the application gets next. There is no queue of events: what has been told is
 * compared with what is so, which keeps the order (open, messages and changes of connection, close)
 * by construction, and merges changes that came and went while the application was busy.
 *
 * <p>Guarded by its session, but for {@link #call}, which runs outside the lock and only ever in
 * one thread: between {@link #begin} and {@link #end} nobody else gets a step.
 */
final class Callbacks {
  enum Step {
    OPENED,
    ATTACHED,
    DETACHED,
    MESSAGE,
    CLOSED
  }

  private final SessionListener listener;
  private final Inbox inbox;

  private boolean started;
  private boolean busy;
  private boolean openedTold;
  private boolean closedTold;
  private @Nullable String carrier;
  private @Nullable String carrierTold;
  private ProtocolRecord.@Nullable Close close;
  private @Nullable Payload inHand;

  Callbacks(SessionListener listener, Inbox inbox) {
    this.listener = listener;
    this.inbox = inbox;
  }

  /**
   * From now on the application is told; a session that never got a connection is none of its
   * business.
   */
  void start(String transport) {
    started = true;
    carrier = transport;
  }

  void carriedBy(String transport) {
    carrier = transport;
  }

  void carriedByNothing() {
    carrier = null;
  }

  @Nullable String carrier() {
    return carrier;
  }

  void closed(ProtocolRecord.Close reason) {
    close = reason;
  }

  /** Chooses the next step; null if there is none, or one is under way. */
  @Nullable Step begin() {
    if (!started || busy || closedTold) {
      return null;
    }
    Step step = choose();
    busy = step != null;
    return step;
  }

  private @Nullable Step choose() {
    if (!openedTold) {
      openedTold = true;
      carrierTold = carrier;
      return Step.OPENED;
    }
    if (close == null && !Objects.equals(carrier, carrierTold)) {
      carrierTold = carrier;
      return carrier == null ? Step.DETACHED : Step.ATTACHED;
    }
    inHand = inbox.take();
    if (inHand != null) {
      return Step.MESSAGE;
    }
    if (close != null) {
      closedTold = true;
      return Step.CLOSED;
    }
    return null;
  }

  /** Runs the step that {@link #begin} chose. */
  @Nullable CompletionStage<?> call(Step step) {
    switch (step) {
      case OPENED -> listener.opened();
      case ATTACHED -> listener.attached(Objects.requireNonNull(carrierTold));
      case DETACHED -> listener.detached();
      case CLOSED -> listener.closed(Objects.requireNonNull(close));
      case MESSAGE -> {
        Payload payload = Objects.requireNonNull(inHand);
        inHand = null;
        return listener.message(payload);
      }
    }
    return null;
  }

  /** The step is over. */
  void end() {
    busy = false;
  }

  void failed(Throwable failure) {
    listener.failed(failure);
  }
}
