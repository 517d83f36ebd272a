package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.session.SessionTerms.Overflow;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One session and many threads at once. The simulation knows one thread only; here is what it can't
 * find: wakes that are lost, callbacks that meet, and locks that are missing.
 */
@Timeout(120)
class SessionStressTest {
  private static final int MESSAGES = 4_000;
  private static final int SENDERS = 3;

  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final Application application = new Application();
  private final SessionRegistry registry =
      new SessionRegistry(
          Terms.of(1 << 20, 1L << 30, 64, 1L << 20, Overflow.CLOSE),
          10,
          new HandClock(0),
          Runnable::run,
          threads,
          session -> {});
  private final LogicalSession session =
      Objects.requireNonNull(registry.create(Client.LIBRARY, Optional.empty(), application));
  private final Reader reader = new Reader();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void whatManyThreadsSendIsPulledOnceAndInOrderWhileConnectionsComeAndGo() throws Exception {
    session.open(reader.next());
    List<Callable<Void>> together = new ArrayList<>();
    for (int sender = 0; sender < SENDERS; sender++) {
      int from = sender;
      together.add(
          () -> {
            for (int i = 0; i < MESSAGES; i++) {
              assertEquals(
                  LogicalSession.Appended.TAKEN,
                  session.append(Payload.text(from + ":" + i)),
                  "sender " + from);
              session.wake();
            }
            return null;
          });
    }
    together.add(
        () -> {
          for (int i = 0; i < 300; i++) {
            reader.attachesAnew();
          }
          return null;
        });
    together.add(
        () -> {
          for (int i = 0; i < 3_000; i++) {
            reader.acknowledges();
          }
          return null;
        });

    runTogether(together);

    reader.awaits(SENDERS * MESSAGES);
    reader.acknowledges();
    assertEquals(0, session.pendingMessages());
    assertTrue(session.isOpen());
    int[] next = new int[SENDERS];
    for (String message : reader.received()) {
      int sender = message.charAt(0) - '0';
      assertEquals(sender + ":" + next[sender]++, message);
    }
  }

  @Test
  void whatIsPostedTwiceByManyThreadsIsHandledOnceAndInOrderByOneAtATime() throws Exception {
    session.open(reader.next());
    AtomicLong acknowledged = new AtomicLong();
    List<Callable<Void>> together = new ArrayList<>();
    for (int poster = 0; poster < 4; poster++) {
      together.add(
          () -> {
            while (acknowledged.get() < MESSAGES) {
              post(acknowledged);
            }
            return null;
          });
    }
    together.add(
        () -> {
          for (int i = 0; i < 300; i++) {
            reader.attachesAnew();
          }
          return null;
        });

    runTogether(together);

    application.awaits(MESSAGES);
    for (int i = 0; i < MESSAGES; i++) {
      assertEquals("u" + (i + 1), application.received.get(i));
    }
    assertTrue(application.onlyOneAtATime.get(), "two callbacks met");
  }

  /** Posts what follows the last acknowledgement, and waits for the answer. */
  private void post(AtomicLong acknowledged) throws Exception {
    long first = acknowledged.get() + 1;
    List<Payload> batch = new ArrayList<>();
    for (long number = first; number <= MESSAGES && batch.size() < 8; number++) {
      batch.add(Payload.text("u" + number));
    }
    CompletableFuture<Long> answer = new CompletableFuture<>();
    Post post = new Post(OptionalLong.of(first), batch, OptionalLong.empty(), null);
    Post.Refusal refusal =
        session.post(
            post,
            new PostReply() {
              @Override
              public void acknowledge(long handled) {
                answer.complete(handled);
              }

              @Override
              public void closed(ProtocolRecord.Close close) {
                answer.completeExceptionally(new AssertionError("closed with " + close));
              }
            });
    assertEquals(null, refusal);
    acknowledged.accumulateAndGet(answer.get(60, TimeUnit.SECONDS), Math::max);
  }

  @Test
  void manyThreadsThatCloseCloseOnce() throws Exception {
    for (int round = 0; round < 200; round++) {
      Application told = new Application();
      LogicalSession closing =
          Objects.requireNonNull(registry.create(Client.LIBRARY, Optional.empty(), told));
      closing.open(FakeConnection.webSocket(closing).stalls());
      int code = 3000 + round;
      runTogether(
          List.of(
              () -> {
                closing.close(new ProtocolRecord.Close(code, "application"));
                return null;
              },
              () -> {
                closing.closedByRequest(new ProtocolRecord.Close(code, "client"));
                return null;
              },
              () -> {
                closing.abort(new ProtocolRecord.Close(code, "server"));
                return null;
              }));

      assertTrue(told.closed.await(60, TimeUnit.SECONDS));
      assertEquals(closing.closed(), Optional.ofNullable(told.close));
    }
    assertEquals(1, registry.size(), "the session of this test is still there");
  }

  private void runTogether(List<Callable<Void>> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    List<Future<Void>> running = new ArrayList<>();
    for (Callable<Void> task : tasks) {
      running.add(
          threads.submit(
              () -> {
                start.await();
                return task.call();
              }));
    }
    for (Future<Void> task : running) {
      task.get(100, TimeUnit.SECONDS);
    }
  }

  /** A client that takes messages from its newest connection only. */
  private final class Reader {
    private final List<String> received = new ArrayList<>();
    private long number;
    private @Nullable ThreadedConnection newest;

    synchronized ThreadedConnection next() {
      number++;
      newest = new ThreadedConnection(session, threads, this::takes);
      return newest;
    }

    void attachesAnew() {
      ThreadedConnection connection;
      long attach;
      long position;
      synchronized (this) {
        connection = next();
        attach = number;
        position = received.size();
      }
      assertEquals(null, session.attach(connection, OptionalLong.of(attach), position));
    }

    void acknowledges() {
      ThreadedConnection connection;
      long position;
      synchronized (this) {
        connection = Objects.requireNonNull(newest);
        position = received.size();
      }
      session.acknowledge(connection, position);
    }

    synchronized void takes(ThreadedConnection from, List<String> messages) {
      if (from == newest) {
        received.addAll(messages);
        notifyAll();
      }
    }

    synchronized void awaits(int count) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (received.size() < count && System.nanoTime() < deadline) {
        wait(1_000);
      }
      assertEquals(count, received.size(), "a wake was lost");
    }

    synchronized List<String> received() {
      return List.copyOf(received);
    }
  }

  /** Handles every third message in another thread and later. */
  private final class Application implements SessionListener {
    private final List<String> received = new ArrayList<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean onlyOneAtATime = new AtomicBoolean(true);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile ProtocolRecord.@Nullable Close close;

    private void enter() {
      if (!busy.compareAndSet(false, true)) {
        onlyOneAtATime.set(false);
      }
    }

    private void leave() {
      busy.set(false);
    }

    @Override
    public void opened() {
      enter();
      leave();
    }

    @Override
    public @Nullable CompletionStage<?> message(Payload payload) {
      enter();
      int count;
      synchronized (this) {
        received.add(payload.text());
        count = received.size();
        notifyAll();
      }
      if (count % 3 == 0) {
        return CompletableFuture.runAsync(this::leave, threads);
      }
      leave();
      return null;
    }

    synchronized void awaits(int count) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (received.size() < count && System.nanoTime() < deadline) {
        wait(1_000);
      }
      assertEquals(count, received.size(), "a message was neither handled nor refused");
    }

    @Override
    public void attached(String transport) {
      enter();
      leave();
    }

    @Override
    public void detached() {
      enter();
      leave();
    }

    @Override
    public void failed(Throwable failure) {
      onlyOneAtATime.set(false);
    }

    @Override
    public void closed(ProtocolRecord.Close reason) {
      enter();
      close = reason;
      closed.countDown();
      leave();
    }
  }
}
