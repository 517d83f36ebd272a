package dev.bowline.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Many clients in one thread. They come from several addresses of 127.0.0.0/8 (Linux has them all),
 * because one address has too few ports.
 *
 * <p>Only {@link #open}, {@link #check} and {@link #close} are for other threads.
 */
final class Crowd implements AutoCloseable {
  private static final int ADDRESSES = 20;
  private static final int OPENING_AT_A_TIME = 64;
  private static final long OPENING_SECONDS = 60;
  private static final long TICK_MILLIS = 50;

  private final InetSocketAddress server;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Peer> arriving = new ConcurrentLinkedQueue<>();
  private final List<Peer> peers = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean closed;

  Crowd(InetSocketAddress server) {
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
  void open(Collection<? extends Peer> newcomers) throws InterruptedException {
    Semaphore opening = new Semaphore(OPENING_AT_A_TIME);
    for (Peer peer : newcomers) {
      acquire(opening, 1);
      CompletableFuture<Void> unused =
          peer.ready().whenComplete((ignored, broken) -> opening.release());
      arriving.add(peer);
      selector.wakeup();
    }
    acquire(opening, OPENING_AT_A_TIME);
    check();
  }

  private void acquire(Semaphore opening, int count) throws InterruptedException {
    if (!opening.tryAcquire(count, OPENING_SECONDS, TimeUnit.SECONDS)) {
      check();
      throw new IllegalStateException("a connection was not ready in time");
    }
  }

  /** Throws if any connection was lost. */
  void check() {
    Throwable first = failure.get();
    if (first != null) {
      throw new IllegalStateException("a connection was lost", first);
    }
  }

  private void run() {
    long ticked = 0;
    try {
      while (!closed) {
        selector.select(this::go, TICK_MILLIS);
        for (Peer peer = arriving.poll(); peer != null; peer = arriving.poll()) {
          connect(peer);
        }
        long now = System.nanoTime() / 1_000_000;
        if (now - ticked >= TICK_MILLIS) {
          ticked = now;
          for (Peer peer : peers) {
            peer.tick(now);
          }
        }
      }
      peers.forEach(peer -> peer.close(null));
      selector.close();
    } catch (IOException | RuntimeException broken) {
      failure.compareAndSet(null, broken);
    }
  }

  private void connect(Peer peer) throws IOException {
    byte[] address = {127, 0, 0, (byte) (2 + peers.size() % ADDRESSES)};
    peers.add(peer);
    peer.connect(selector, new InetSocketAddress(InetAddress.getByAddress(address), 0), server);
  }

  private void go(SelectionKey key) {
    Peer peer = (Peer) key.attachment();
    try {
      peer.go();
    } catch (IOException | RuntimeException broken) {
      failure.compareAndSet(null, broken);
      peer.close(broken);
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
