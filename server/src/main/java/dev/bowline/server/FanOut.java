package dev.bowline.server;

import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.Window;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the connections of an audience to which messages have been appended, in other threads than
 * the publisher's.
 *
 * <p>It goes in <b>passes</b>. A pass wakes everybody once, spread over as many threads as there
 * are cores, and there is at most one. What is published while it runs is not its business: when it
 * ends, one more pass takes all that has gathered, and each connection writes it at once. So a
 * publisher that is faster than the sockets makes writes larger and not more of them.
 *
 * <p>Three marks in the row of what was published describe the whole state:
 *
 * <pre>
 *   covered &lt;= begun &lt;= published
 * </pre>
 *
 * <ul>
 *   <li>{@code published}: it has been appended to everybody in the audience, and counted here
 *       after that.
 *   <li>{@code begun}: what was published when the last pass began. A pass reads the audience after
 *       that, so everybody who was given one of these messages, and has stayed, is woken by it.
 *   <li>{@code covered}: what was begun when the last finished pass began: all of it has been
 *       written, or a write in flight looks for it when it ends, or its session has no connection.
 * </ul>
 *
 * <p>A pass runs exactly while {@code covered < begun}. Whoever joins the audience later, or leaves
 * it, is woken by whoever does that. A publisher is ahead by {@code published - covered}; where
 * there is a limit to that, it asks {@link #hasRoom} first, and calls that and {@link #published}
 * under one lock of its own.
 */
final class FanOut {
  private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

  /** How many are woken between two looks at what is left: small beside a core's share of many. */
  private static final int STRIDE = 64;

  private record Mark(long messages, long bytes) {
    Mark plus(int size) {
      return new Mark(messages + 1, bytes + size);
    }
  }

  private final Executor executor;
  private final int threads;
  private final Window ahead;
  private final Supplier<LogicalSession[]> audience;

  private Mark published = new Mark(0, 0);
  private Mark begun = published;
  private Mark covered = published;
  private @Nullable CompletableFuture<Void> room;

  /**
   * @param executor where the connections are woken
   * @param threads how many of its threads a pass takes at most
   * @param ahead how far a publisher may be ahead
   * @param audience those to be woken; asked once for each pass, outside any lock of this object
   */
  FanOut(Executor executor, int threads, Window ahead, Supplier<LogicalSession[]> audience) {
    this.executor = executor;
    this.threads = threads;
    this.ahead = ahead;
    this.audience = audience;
  }

  /** Whether a message of this size may be published; any one may if nothing is ahead. */
  synchronized boolean hasRoom(int size) {
    long messages = published.messages() - covered.messages();
    long bytes = published.bytes() - covered.bytes();
    return messages == 0 || (messages < ahead.messages() && bytes + size <= ahead.bytes());
  }

  /**
   * Completes when something more has been covered, and {@link #hasRoom} is worth asking again; at
   * once if nothing is ahead.
   */
  synchronized CompletableFuture<Void> room() {
    if (published.equals(covered)) {
      return CompletableFuture.completedFuture(null);
    }
    if (room == null) {
      room = new CompletableFuture<>();
    }
    return room;
  }

  /** One message of this size has been appended to all; {@link #cover} is the other half. */
  synchronized void published(int size) {
    published = published.plus(size);
  }

  /** Makes sure that what was published is covered. To be called without any lock. */
  void cover() {
    while (begin()) {
      LogicalSession[] sessions = audience.get();
      if (sessions.length > 0) {
        new Pass(sessions).start();
        return;
      }
      ended();
    }
  }

  private synchronized boolean begin() {
    if (!covered.equals(begun) || begun.equals(published)) {
      return false;
    }
    begun = published;
    return true;
  }

  private void ended() {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      covered = begun;
      waiting = room;
      room = null;
    }
    if (waiting != null) {
      // A publisher that goes on in this thread would hold up the next pass.
      CompletableFuture<Void> announced = waiting;
      elsewhere(() -> announced.complete(null));
    }
  }

  private void elsewhere(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException full) {
      // Rather in a thread that has better to do than never.
      task.run();
    }
  }

  /** One pass. The same object is the task of each of its threads; they share what is left. */
  private final class Pass implements Runnable {
    private final LogicalSession[] sessions;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger left;

    Pass(LogicalSession[] sessions) {
      this.sessions = sessions;
      this.left = new AtomicInteger(sessions.length);
    }

    void start() {
      int strides = (sessions.length - 1) / STRIDE + 1;
      for (int i = Math.min(threads, strides); i > 0; i--) {
        elsewhere(this);
      }
    }

    @Override
    public void run() {
      int from = next.getAndAdd(STRIDE);
      while (from < sessions.length) {
        int to = Math.min(from + STRIDE, sessions.length);
        try {
          wake(from, to);
        } finally {
          if (left.addAndGet(from - to) == 0) {
            ended();
            cover();
          }
        }
        from = next.getAndAdd(STRIDE);
      }
    }

    private void wake(int from, int to) {
      for (int i = from; i < to; i++) {
        try {
          sessions[i].wake();
        } catch (RuntimeException failure) {
          LOG.warn("Session {} could not be woken", sessions[i].id(), failure);
        }
      }
    }
  }
}
