package dev.bowline.server.session;

import static dev.bowline.server.session.SimulationOracle.check;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The application of a simulated history: answers at once or takes its time, sends from wherever it
 * is, throws when it is told to, and holds the session to the order of its callbacks.
 */
final class SimulatedApplication implements SessionListener {
  private static final int SIZE_OF_A_REPLY = 3;

  private final SimulationOracle oracle;
  private final SimulationDeadlines deadlines;

  /** What the client's application has sent, in order. */
  private final List<Payload> expected;

  private final List<Payload> sent = new ArrayList<>();
  private final ArrayDeque<Payload> heldBack = new ArrayDeque<>(4);
  private @Nullable LogicalSession session;
  private @Nullable CompletableFuture<Void> inHand;
  private int slow;
  private int reply;
  private int callbacks;
  private boolean throwsNext;
  private boolean busy;
  private boolean opened;
  private boolean carried;
  private int received;
  private int handled;
  private int numbered;
  private ProtocolRecord.@Nullable Close told;
  private boolean failed;

  SimulatedApplication(
      SimulationOracle oracle, SimulationDeadlines deadlines, List<Payload> expected) {
    this.oracle = oracle;
    this.deadlines = deadlines;
    this.expected = expected;
  }

  void bind(LogicalSession logical) {
    session = logical;
  }

  private LogicalSession session() {
    return Objects.requireNonNull(session);
  }

  // ---- what it does

  void takesItsTime(int every) {
    slow = every;
  }

  void replies(int every) {
    reply = every;
  }

  void throwsNext() {
    throwsNext = true;
  }

  void sends(int size, int form) {
    appends(size, form);
    session().wake();
  }

  void appends(int size, int form) {
    heldBack.add(SimulatedMessage.of(SimulatedMessage.DOWN, ++numbered, size, form));
    goesOn();
  }

  /** Sends what it was held back with, as far as there is room. */
  void goesOn() {
    while (!heldBack.isEmpty()) {
      Payload payload = heldBack.element();
      LogicalSession.Appended must = oracle.mustAppend(payload.size());
      LogicalSession.Appended appended = session().append(payload);
      check(appended == must, "not what must become of a message", appended);
      switch (appended) {
        case TAKEN -> {
          heldBack.remove();
          sent.add(payload);
        }
        case CLOSED -> heldBack.clear();
        case NO_ROOM -> {
          CompletableFuture<Boolean> room = session().room();
          session().wake();
          CompletableFuture<Void> unused = room.thenAccept(this::sendsOn);
          return;
        }
      }
    }
  }

  private void sendsOn(boolean open) {
    if (!open) {
      deadlines.judgesTheEnd(session());
    }
    goesOn();
    session().wake();
  }

  void closes(int code) {
    ProtocolRecord.Close close = new ProtocolRecord.Close(code, "that was all");
    oracle.applicationCloses(close);
    session().close(close);
  }

  /** Finishes with the message that it has in hand, if any. */
  boolean finishes(boolean well) {
    CompletableFuture<Void> stage = inHand;
    inHand = null;
    if (stage == null) {
      return false;
    }
    busy = false;
    if (well) {
      handled++;
      stage.complete(null);
    } else {
      failed = true;
      stage.completeExceptionally(new OnPurpose());
    }
    return true;
  }

  // ---- what it is told

  private void enter(String what) {
    check(!busy, "a callback while another is under way", what);
    check(told == null, "a callback after the close", what);
    check(opened || what.equals("opened"), "a callback before the opening", what);
  }

  /** What it does in every callback but the last. */
  private void acts() {
    callbacks++;
    if (throwsNext) {
      throwsNext = false;
      failed = true;
      busy = false;
      throw new OnPurpose();
    }
    if (reply > 0 && callbacks % reply == 0) {
      sends(SIZE_OF_A_REPLY, 0);
    }
  }

  @Override
  public void opened() {
    enter("opened");
    check(!opened, "opened twice");
    opened = true;
    carried = session().carrier().isPresent();
    acts();
  }

  @Override
  public @Nullable CompletionStage<?> message(Payload payload) {
    enter("a message");
    check(!failed, "a message after a failure", payload);
    check(
        received < expected.size() && payload.equals(expected.get(received)),
        "the application got the wrong message",
        payload);
    received++;
    busy = true;
    acts();
    if (slow == 0 || received % slow != 0) {
      busy = false;
      handled++;
      return null;
    }
    inHand = new CompletableFuture<>();
    return inHand;
  }

  @Override
  public void attached(String transport) {
    enter("attached");
    carried = true;
    acts();
  }

  @Override
  public void detached() {
    enter("detached");
    check(carried, "detached twice");
    carried = false;
    acts();
  }

  @Override
  public void failed(Throwable failure) {
    check(failure instanceof OnPurpose, "the application is said to have failed", failure);
    oracle.applicationFailed();
  }

  @Override
  public void closed(ProtocolRecord.Close close) {
    enter("closed");
    oracle.tellsTheApplication(received);
    told = close;
  }

  // ---- for the oracle

  /** What the session took, in order. */
  List<Payload> sent() {
    return sent;
  }

  int received() {
    return received;
  }

  int handled() {
    return handled;
  }

  boolean isHeldBack() {
    return !heldBack.isEmpty();
  }

  boolean isBusy() {
    return inHand != null;
  }

  boolean isCarried() {
    return carried;
  }

  ProtocolRecord.@Nullable Close told() {
    return told;
  }

  boolean hasFailed() {
    return failed;
  }

  /** The application fails because the history says so. */
  private static final class OnPurpose extends RuntimeException {
    private static final long serialVersionUID = 1;

    OnPurpose() {
      super("the application failed on purpose", null, false, false);
    }
  }
}
