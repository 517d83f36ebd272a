package dev.bowline.compat.faults;

import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.host.Door;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Stands before a server on 127.0.0.1 and passes on what comes, in small pieces and as it comes,
 * except for what it was told to do to it:
 *
 * <pre>{@code
 * proxy.does(answer(403)).to(upgrades());
 * proxy.does(reset().afterBytes(137, TO_CLIENT)).to(streams().nth(2));
 * proxy.does(halfOpen()).toAll(everything());
 * }</pre>
 *
 * <p>It knows HTTP/1.x well enough to tell one exchange of a connection from the next; the bytes
 * that it passes are the ones that came. What it did stands in {@link #toString}, for the messages
 * of tests that fail.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int REMEMBERED = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final int target;
  private final Door door;
  private final long since = System.nanoTime();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final Deque<String> log = new ArrayDeque<>();

  private FaultProxy(int target) {
    this.target = target;
    door = Door.opens(this::inThread, this::takes);
  }

  /** One that lets everything through until it is told otherwise. */
  public static FaultProxy before(int port) {
    return new FaultProxy(port);
  }

  public int port() {
    return door.port();
  }

  /** How many connections have been accepted. */
  public int connections() {
    return connections.get();
  }

  /** Whom a fault is to strike. */
  public final class Does {
    private final Supplier<Fault> fault;

    private Does(Supplier<Fault> fault) {
      this.fault = fault;
    }

    /** Those that begin from now on. */
    public Rule to(Requests requests) {
      Rule rule = new Rule(FaultProxy.this, fault, requests);
      rules.add(rule);
      return rule;
    }

    /** Those that are under way now; bytes and time are counted from here. */
    public Rule toRunning(Requests requests) {
      Rule rule = new Rule(FaultProxy.this, fault, requests);
      strikes(rule);
      return rule;
    }

    /** Those that are under way, and those to come. */
    public Rule toAll(Requests requests) {
      Rule rule = to(requests);
      strikes(rule);
      return rule;
    }
  }

  public Does does(Fault fault) {
    return new Does(() -> fault);
  }

  /** Another fault each time. */
  public Does does(Supplier<Fault> faults) {
    return new Does(faults);
  }

  private void strikes(Rule rule) {
    for (Conversation conversation : conversations) {
      for (Exchange exchange : conversation.running()) {
        if (!conversation.goesNowhere() && rule.strikes(exchange.request())) {
          try {
            exchange.isStruckBy(rule.fault());
          } catch (IOException gone) {
            notes(exchange.request() + " was gone already");
          }
        }
      }
    }
  }

  /** Does nothing any more to what begins from now on. */
  public void relents() {
    notes("relents");
    rules.clear();
  }

  /** How many threads it has. */
  int threads() {
    return threads.size();
  }

  /** Resets every connection, wherever it is; new ones get through. Returns how many it were. */
  public int cuts() {
    List<Conversation> all = List.copyOf(conversations);
    notes("cuts " + all.size() + " connections");
    all.forEach(conversation -> conversation.isEnded(true, true, true));
    return all.size();
  }

  /** Every connection goes nowhere from now on, and nobody is told; new ones get through. */
  public int silences() {
    List<Conversation> all = List.copyOf(conversations);
    notes("silences " + all.size() + " connections");
    all.forEach(Conversation::isForgotten);
    return all.size();
  }

  void ends(Rule rule) {
    rules.remove(rule);
  }

  /** Does to an exchange that begins what its rules say, as long as anything is left of it. */
  void strikes(Exchange exchange) throws IOException {
    for (Rule rule : rules) {
      if (!exchange.line().goesNowhere() && rule.strikes(exchange.request())) {
        exchange.isStruckBy(rule.fault());
      }
    }
  }

  private void takes(Socket client) throws IOException {
    client.setTcpNoDelay(true);
    sockets.add(client);
    Conversation conversation = new Conversation(this, connections.incrementAndGet(), client);
    conversations.add(conversation);
    inThread(conversation::asks);
  }

  /** A connection to the server. */
  Socket reaches() throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
    server.setTcpNoDelay(true);
    sockets.add(server);
    return server;
  }

  void later(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(task);
  }

  void inThread(Runnable task) {
    Daemons.run(
        "fault-proxy",
        () -> {
          threads.add(Thread.currentThread());
          try {
            task.run();
          } finally {
            threads.remove(Thread.currentThread());
          }
        });
  }

  void resets(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException closedAlready) {
      // Just as well.
    }
    closes(socket);
  }

  void closes(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException closedAlready) {
      // Just as well.
    }
  }

  void forgets(Conversation conversation) {
    conversations.remove(conversation);
  }

  /** Writes down what happens. */
  void notes(String what) {
    String line = "%7.3f s  %s".formatted((System.nanoTime() - since) / 1e9, what);
    synchronized (log) {
      log.add(line);
      if (log.size() > REMEMBERED) {
        log.remove();
      }
    }
  }

  /** What it did of late. */
  @Override
  public String toString() {
    synchronized (log) {
      return "what the proxy did:\n" + String.join("\n", log);
    }
  }

  @Override
  public void close() {
    door.close();
    conversations.forEach(Conversation::isForgotten);
    List.copyOf(sockets).forEach(this::resets);
    List<Thread> left = List.copyOf(threads);
    left.forEach(Thread::interrupt);
    for (Thread thread : left) {
      try {
        thread.join(PATIENCE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
