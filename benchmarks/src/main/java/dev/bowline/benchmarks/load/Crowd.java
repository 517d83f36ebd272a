package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Many clients in one thread. They come from several addresses of 127.0.0.0/8 (Linux has them all),
 * because one address has too few ports.
 *
 * <p>The public methods are for other threads.
 */
public final class Crowd implements AutoCloseable {
  private static final int ADDRESSES = 20;
  private static final int OPENING_AT_A_TIME = 64;
  private static final long OPENING_SECONDS = 60;
  private static final long TICK_MILLIS = 50;
  private static final int BUFFER_BYTES = 1 << 20;

  /** What a paced load may be late by; the system adds about as much. */
  private static final long PACE_NANOS = 50_000;

  /** Something to be done in the thread of the crowd. */
  public interface Task {
    void run() throws IOException;
  }

  private record Return(long atNanos, Client client) {}

  /** Something that is to be done at its time. */
  public interface Pace {
    /** Does what is due by now. */
    void go(long nowNanos) throws IOException;
  }

  private final InetSocketAddress server;
  private final Selector selector;
  private final Thread thread;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
  private final List<Client> clients = new ArrayList<>();
  private final PriorityQueue<Return> returns =
      new PriorityQueue<>(Comparator.comparingLong(Return::atNanos));
  private long connections;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private @Nullable Pace pace;
  private volatile boolean closed;

  public Crowd(InetSocketAddress server) {
    this.server = server;
    try {
      selector = Selector.open();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    thread = new Thread(this::run, "crowd");
    thread.setDaemon(true);
    thread.start();
  }

  /** Lets these connect, some at a time, and returns when all are ready. */
  public void open(Collection<? extends Client> newcomers) throws InterruptedException {
    Semaphore opening = new Semaphore(OPENING_AT_A_TIME);
    for (Client client : newcomers) {
      acquire(opening, 1);
      CompletableFuture<Void> unused =
          client.ready().whenComplete((ignored, broken) -> opening.release());
      execute(() -> connect(client, server));
    }
    acquire(opening, OPENING_AT_A_TIME);
    check();
  }

  /** Lets this one connect, to somewhere else, and returns when it is ready. */
  public void open(Client client, InetSocketAddress elsewhere) throws InterruptedException {
    Semaphore opening = new Semaphore(0);
    CompletableFuture<Void> unused =
        client.ready().whenComplete((ignored, broken) -> opening.release());
    execute(() -> connect(client, elsewhere));
    acquire(opening, 1);
    check();
  }

  private void acquire(Semaphore opening, int count) throws InterruptedException {
    if (!opening.tryAcquire(count, OPENING_SECONDS, TimeUnit.SECONDS)) {
      check();
      throw new IllegalStateException("a connection was not ready in time");
    }
  }

  /** Cuts these off at once, without a farewell. */
  public void cut(Collection<? extends Client> some) {
    execute(
        () -> {
          for (Client client : some) {
            client.cut();
          }
        });
  }

  /** These won't come back. */
  void forget(Collection<? extends Client> some) {
    Set<Client> gone = Set.copyOf(some);
    execute(() -> clients.removeIf(gone::contains));
  }

  /** Lets these connect again, each at a random time within so long. */
  public void comeBack(Collection<? extends Client> some, long withinMillis) {
    execute(
        () -> {
          long now = System.nanoTime();
          for (Client client : some) {
            long after = ThreadLocalRandom.current().nextLong(1 + withinMillis * 1_000_000);
            returns.add(new Return(now + after, client));
          }
        });
  }

  /** Has this done soon by the thread of the crowd. */
  public void execute(Task task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Has this found out by the thread of the crowd. */
  public <T> T ask(Supplier<T> question) throws InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    execute(() -> answer.complete(question.get()));
    try {
      return answer.get(OPENING_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException dead) {
      check();
      throw new IllegalStateException("the crowd does not answer", dead);
    }
  }

  /** Throws if any connection was lost. */
  public void check() {
    Throwable first = failure.get();
    if (first != null) {
      throw new IllegalStateException("a connection was lost", first);
    }
  }

  /** Keeps a pace from now on, or none any more. In the thread of the crowd only. */
  void keep(@Nullable Pace newPace) {
    pace = newPace;
  }

  /** CPU time that the thread of the crowd has used, in nanoseconds. */
  public long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
  }

  private void run() {
    long ticked = 0;
    try {
      while (!closed) {
        select();
        for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        long now = System.nanoTime() / 1_000_000;
        if (now - ticked >= TICK_MILLIS) {
          ticked = now;
          for (Client client : clients) {
            client.tick(now);
          }
        }
      }
    } catch (IOException | RuntimeException broken) {
      failure.compareAndSet(null, broken);
    }
    clients.forEach(client -> client.close(null));
    try {
      selector.close();
    } catch (IOException broken) {
      failure.compareAndSet(null, broken);
    }
  }

  /** A selector sleeps for milliseconds, which is too coarse for a pace. */
  private void select() throws IOException {
    Pace kept = pace;
    if (kept == null) {
      selector.select(this::go, returns.isEmpty() ? TICK_MILLIS : 1);
      for (Return next = returns.peek();
          next != null && next.atNanos() <= System.nanoTime();
          next = returns.peek()) {
        returns.poll();
        connectAgain(next.client(), server);
      }
      return;
    }
    kept.go(System.nanoTime());
    if (selector.selectNow(this::go) == 0) {
      LockSupport.parkNanos(PACE_NANOS);
    }
  }

  private void connect(Client client, InetSocketAddress to) throws IOException {
    clients.add(client);
    connectAgain(client, to);
  }

  private void connectAgain(Client client, InetSocketAddress to) throws IOException {
    byte[] address = {127, 0, 0, (byte) (2 + connections++ % ADDRESSES)};
    client.connect(selector, new InetSocketAddress(InetAddress.getByAddress(address), 0), to);
  }

  private void go(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      client.go(buffer);
    } catch (IOException | RuntimeException broken) {
      failure.compareAndSet(null, new IOException(client.toString(), broken));
      client.close(broken);
    }
  }

  /** Closes all connections. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    selector.wakeup();
    thread.join();
  }
}
