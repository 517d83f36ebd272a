package dev.bowline.compat.fuzzing;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.TryExecutor;
import org.jspecify.annotations.Nullable;

/**
 * A Jetty server without threads, sockets or waiting: whatever it would have other threads do is
 * done by {@link #rest}, in the caller's thread and in order, until nothing is left to do. So the
 * same input has the same outcome, and an answer that has not come then will not come. What is to
 * happen later happens when {@link #timePasses}, however soon that is.
 */
final class InProcess {
  private static final int MOST_JOBS = 200_000;

  private final Jobs jobs = new Jobs();
  private final Later later = new Later();
  private final Server server = new Server(jobs, later, new ArrayByteBufferPool());
  private final Lines lines = new Lines(server);

  InProcess(Handler handler) {
    server.addConnector(lines);
    server.setHandler(handler);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    rest();
  }

  /** A new connection from a client. */
  ByteArrayEndPoint connect() {
    return lines.connect();
  }

  /** How many connections are open. */
  int connections() {
    return lines.getConnectedEndPoints().size();
  }

  /** Does what there is to do. */
  void rest() {
    int done = 0;
    for (Runnable job = jobs.queue.poll(); job != null; job = jobs.queue.poll()) {
      job.run();
      if (done++ > MOST_JOBS) {
        throw new AssertionError("the server does not come to rest");
      }
    }
  }

  /** Does what was to be done later, and what that leads to. */
  void timePasses() {
    List<Runnable> due = new ArrayList<>();
    for (Later.Entry entry = later.queue.poll(); entry != null; entry = later.queue.poll()) {
      if (!entry.cancelled.get()) {
        due.add(entry.task);
      }
    }
    due.forEach(Runnable::run);
    rest();
  }

  /** The server's threads: one, which is ours. */
  private static final class Jobs implements ThreadPool, TryExecutor {
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

    @Override
    public void execute(Runnable job) {
      queue.add(job);
    }

    /** What is asked for in this way gets a thread of its own if it is refused. */
    @Override
    public boolean tryExecute(Runnable job) {
      return queue.add(job);
    }

    @Override
    public void join() {}

    @Override
    public int getThreads() {
      return 1;
    }

    @Override
    public int getIdleThreads() {
      return 1;
    }

    @Override
    public boolean isLowOnThreads() {
      return false;
    }
  }

  /** The server's timer. */
  private static final class Later extends AbstractLifeCycle implements Scheduler {
    private record Entry(Runnable task, AtomicBoolean cancelled) implements Task {
      @Override
      public boolean cancel() {
        return cancelled.compareAndSet(false, true);
      }
    }

    private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();

    @Override
    public Task schedule(Runnable task, long delay, TimeUnit unit) {
      queue.removeIf(entry -> entry.cancelled.get());
      Entry entry = new Entry(task, new AtomicBoolean());
      queue.add(entry);
      return entry;
    }
  }

  /** What is accepted here was never sent. */
  private static final class Lines extends AbstractConnector {
    Lines(Server server) {
      super(server, null, null, null, 0, new HttpConnectionFactory());
    }

    ByteArrayEndPoint connect() {
      ByteArrayEndPoint line =
          new ByteArrayEndPoint(getScheduler(), 0) {
            @Override
            protected void execute(Runnable task) {
              getExecutor().execute(task);
            }

            @Override
            public void onClose(@Nullable Throwable cause) {
              Connection connection = getConnection();
              if (connection != null) {
                connection.onClose(cause);
              }
              onEndPointClosed(this);
              super.onClose(cause);
            }
          };
      line.onOpen();
      onEndPointOpened(line);
      Connection connection = getDefaultConnectionFactory().newConnection(this, line);
      line.setConnection(connection);
      connection.onOpen();
      return line;
    }

    @Override
    protected void accept(int acceptor) {
      throw new UnsupportedOperationException("there is nobody to accept");
    }

    @Override
    public Object getTransport() {
      return this;
    }
  }
}
