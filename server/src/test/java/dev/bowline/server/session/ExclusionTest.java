package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.session.SessionTerms.Overflow;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * While one thread is inside a session, every other one waits, whatever it wants. The one inside is
 * held up where the session hands it a message to write; the other one has to be seen blocked.
 */
@Timeout(60)
class ExclusionTest {
  private final SessionRegistry registry =
      new SessionRegistry(
          Terms.of(8, 1000, 8, 1000, Overflow.CLOSE),
          10,
          new HandClock(0),
          Runnable::run,
          Runnable::run,
          session -> {});
  private final LogicalSession session =
      Objects.requireNonNull(
          registry.create(Client.LIBRARY, Optional.empty(), new FakeApplication()));
  private @Nullable Object seen;
  private final FakeConnection line = FakeConnection.webSocket(session).stalls();

  record Operation(String name, Consumer<ExclusionTest> does) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Operation> operations() {
    ProtocolRecord.Close close = new ProtocolRecord.Close(3000, "");
    Post post =
        new Post(OptionalLong.of(1), List.of(Payload.text("x")), OptionalLong.empty(), null);
    return Stream.of(
        operation("open", test -> test.session.open(test.another())),
        operation("attach", test -> test.attaches()),
        operation("detach", test -> test.session.detach(test.line)),
        operation("cut", test -> test.session.cut()),
        operation("askToReconnect", test -> test.session.askToReconnect(1)),
        operation("isAttached", test -> test.session.isAttached(test.line)),
        operation("append", test -> test.session.append(Payload.text("b"))),
        operation("wake", test -> test.session.wake()),
        operation("pull", test -> test.session.pull(test.line, new NoSink(), 100)),
        operation("acknowledge", test -> test.session.acknowledge(test.line, 0)),
        operation("acknowledged", test -> test.session.acknowledged().isDone()),
        operation("room", test -> test.session.room().isDone()),
        operation("pendingMessages", test -> test.session.pendingMessages()),
        operation("pendingBytes", test -> test.session.pendingBytes()),
        operation("heard", test -> test.session.heard(test.line)),
        operation("accepted", test -> test.session.accepted()),
        operation("keepsUp", test -> test.session.keepsUp()),
        operation("receive", test -> test.session.receive(test.line, 1, Payload.text("x"))),
        operation("post", test -> test.session.post(post, new FakeReply())),
        operation("close", test -> test.session.close(close)),
        operation("abort", test -> test.session.abort(close)),
        operation("leave", test -> test.session.leave(close)),
        operation("breach", test -> test.session.breach(test.line, close)),
        operation("closedByClient", test -> test.session.closedByClient(test.line, close)),
        operation("closedByRequest", test -> test.session.closedByRequest(close)),
        operation("closed", test -> test.sees(test.session.closed())),
        operation("closing", test -> test.session.closing().code()),
        operation("isOpen", test -> test.session.isOpen()),
        operation("carrier", test -> test.sees(test.session.carrier())),
        operation("deliver", test -> test.session.deliver()),
        operation("look", test -> test.session.look()));
  }

  private static Operation operation(String name, Consumer<ExclusionTest> does) {
    return new Operation(name, does);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void everyOperationWaitsForTheThreadThatIsInside(Operation operation) throws Exception {
    session.open(line);
    session.append(Payload.text("a"));
    Thread other = new Thread(() -> operation.does().accept(this), operation.name());

    session.pull(line, new Holding(this, other), 100);

    other.join(TimeUnit.SECONDS.toMillis(30));
    assertFalse(other.isAlive(), "it waits for ever, having seen " + seen);
  }

  private void sees(Object what) {
    seen = what;
  }

  private FakeConnection another() {
    return FakeConnection.webSocket(session).stalls();
  }

  private void attaches() {
    session.attach(another(), OptionalLong.of(2), 0);
  }

  /** What can be seen of the session from inside. */
  private String state() {
    return List.of(
            session.isAttached(line),
            session.isOpen(),
            session.closing(),
            session.carrier(),
            session.pendingMessages(),
            session.accepted())
        .toString();
  }

  /** Stays inside until the other thread stands before the lock, having done nothing. */
  private record Holding(ExclusionTest test, Thread other) implements RecordSink {
    @Override
    public void message(long number, Payload payload) {
      String before = test.state();
      other.start();
      while (!standsBeforeTheLock()) {
        assertTrue(other.isAlive(), other.getName() + " did not wait");
        Thread.onSpinWait();
      }
      assertEquals(before, test.state(), other.getName() + " went ahead");
    }

    /** A class loader has locks as well, which a thread may stand before on its way. */
    private boolean standsBeforeTheLock() {
      if (other.getState() != Thread.State.BLOCKED) {
        return false;
      }
      StackTraceElement[] stack = other.getStackTrace();
      return stack.length > 0
          && stack[0].getClassName().equals(LogicalSession.class.getName())
          && other.getState() == Thread.State.BLOCKED;
    }

    @Override
    public void record(ProtocolRecord record) {}
  }

  private static final class NoSink implements RecordSink {
    @Override
    public void message(long number, Payload payload) {}

    @Override
    public void record(ProtocolRecord record) {}
  }

  private static final class FakeReply implements PostReply {
    @Override
    public void acknowledge(long handled) {}

    @Override
    public void closed(ProtocolRecord.Close close) {}
  }
}
