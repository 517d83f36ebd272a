package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The application of a simulated history: answers at once or takes its time, sends from wherever it
 * is, and holds the session to the order of its callbacks.
 */
final class SimulatedApplication implements SessionListener {
  private final SplittableRandom random;
  private final HandClock clock;
  private final boolean holds;
  private final List<String> received = new ArrayList<>();
  private final ArrayDeque<Payload> heldBack = new ArrayDeque<>();
  private @Nullable LogicalSession session;
  private @Nullable CompletableFuture<Void> inHand;
  private boolean busy;
  private boolean opened;
  private boolean carried;
  private int numbered;
  private int appended;
  private long closedItselfAt = -1;
  private long toldAt = -1;
  private ProtocolRecord.@Nullable Close told;
  private boolean failed;

  SimulatedApplication(SplittableRandom random, HandClock clock, boolean holds) {
    this.random = random;
    this.clock = clock;
    this.holds = holds;
  }

  void bind(LogicalSession logical) {
    session = logical;
  }

  private LogicalSession session() {
    return Objects.requireNonNull(session);
  }

  // ---- what it does

  void sends() {
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      heldBack.add(message('d', ++numbered, random));
      goesOn();
    }
    if (random.nextInt(8) > 0) {
      session().wake();
    }
  }

  /** Sends what it was held back with, as far as there is room. */
  void goesOn() {
    while (!heldBack.isEmpty()) {
      switch (session().append(heldBack.element())) {
        case TAKEN -> {
          heldBack.remove();
          appended++;
        }
        case CLOSED -> heldBack.clear();
        case NO_ROOM -> {
          check(holds, "held back although the terms don't say so");
          CompletableFuture<Boolean> room = session().room();
          session().wake();
          CompletableFuture<Void> unused = room.thenAccept(open -> sendsOn());
          return;
        }
      }
    }
  }

  private void sendsOn() {
    goesOn();
    session().wake();
  }

  void closes() {
    if (session().isOpen()) {
      closedItselfAt = clock.getAsLong();
    }
    session().close(new ProtocolRecord.Close(1000, "that was all"));
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
      stage.complete(null);
    } else {
      failed = true;
      stage.completeExceptionally(new IllegalStateException("the application failed on purpose"));
    }
    return true;
  }

  static Payload message(char letter, int number, SplittableRandom random) {
    String text = letter + "" + number + ".".repeat(random.nextInt(20));
    return random.nextBoolean()
        ? Payload.text(text)
        : Payload.binary(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  static String name(Payload payload) {
    String text = java.nio.charset.StandardCharsets.US_ASCII.decode(payload.bytes()).toString();
    int dot = text.indexOf('.');
    return dot < 0 ? text : text.substring(0, dot);
  }

  // ---- what it is told

  private void enter(String what) {
    check(!busy, what + " while another callback is under way");
    check(told == null, what + " after the close");
    check(opened || what.equals("opened"), what + " before the opening");
  }

  @Override
  public void opened() {
    enter("opened");
    check(!opened, "opened twice");
    opened = true;
    carried = session().carrier().isPresent();
    if (random.nextInt(3) == 0) {
      sends();
    }
  }

  @Override
  public @Nullable CompletionStage<?> message(Payload payload) {
    enter("a message");
    received.add(name(payload));
    check(
        name(payload).equals("u" + received.size()),
        "the application got " + name(payload) + " as number " + received.size());
    busy = true;
    if (random.nextInt(4) == 0) {
      sends();
    }
    if (random.nextInt(3) > 0) {
      busy = false;
      return null;
    }
    inHand = new CompletableFuture<>();
    return inHand;
  }

  @Override
  public void attached(String transport) {
    enter("attached");
    carried = true;
    if (random.nextInt(8) == 0) {
      sends();
    }
  }

  @Override
  public void detached() {
    enter("detached");
    check(carried, "detached twice");
    carried = false;
  }

  @Override
  public void failed(Throwable failure) {
    check(failed, "the application is said to have failed: " + failure);
  }

  @Override
  public void closed(ProtocolRecord.Close close) {
    enter("closed");
    told = close;
    toldAt = clock.getAsLong();
  }

  // ---- for the oracle

  int received() {
    return received.size();
  }

  /** Messages that the session took. */
  int appended() {
    return appended;
  }

  boolean isHeldBack() {
    return !heldBack.isEmpty();
  }

  boolean isBusy() {
    return inHand != null;
  }

  ProtocolRecord.@Nullable Close told() {
    return told;
  }

  boolean closedItself() {
    return closedItselfAt >= 0;
  }

  /** Whether the session gave up on delivering what was sent before the close. */
  boolean wasTooLate() {
    return toldAt >= closedItselfAt + Terms.RESUME_TIMEOUT;
  }

  boolean hasFailed() {
    return failed;
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
