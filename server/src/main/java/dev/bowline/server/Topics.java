package dev.bowline.server;

import dev.bowline.server.session.LogicalSession;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a channel that live, by name, and which session is in which of them: that is kept
 * here and not in the sessions, so that one that is in none pays nothing for it. Thread-safe.
 */
final class Topics {
  /** How often it is looked for topics that nobody uses. */
  static final long SWEEP_MILLIS = 5_000;

  /** There are as many as there may be. */
  static final class TooManyException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    TooManyException(int most) {
      super("there are as many topics as maxTopics allows, " + most);
    }
  }

  private final Channel channel;
  private final TopicsOptions options;
  private final LongSupplier clock;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final ConcurrentHashMap<String, TopicLife> lives = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  /** A set is changed only inside this map's own operations, or after it has left the map. */
  private final ConcurrentHashMap<ChannelSession, Set<TopicLife>> subscriptions =
      new ConcurrentHashMap<>();

  /** Nobody is subscribed while the channel isn't mounted, and there is nothing to run. */
  private volatile Executor executor = Runnable::run;

  private volatile long sweptAt;

  /**
   * @param clock milliseconds from any origin, never going back
   */
  Topics(Channel channel, TopicsOptions options, LongSupplier clock) {
    this.channel = channel;
    this.options = options;
    this.clock = clock;
    this.sweptAt = clock.getAsLong();
  }

  Channel channel() {
    return channel;
  }

  TopicsOptions options() {
    return options;
  }

  long now() {
    return clock.getAsLong();
  }

  // ---- threads

  /** Connections are woken there from now on. */
  void runIn(Executor where) {
    executor = where;
  }

  void execute(Runnable task) {
    executor.execute(task);
  }

  FanOut fanOut(Supplier<LogicalSession[]> audience) {
    return new FanOut(this::execute, cores, options.ahead(), audience);
  }

  void wake(LogicalSession session) {
    try {
      execute(session::wake);
    } catch (RejectedExecutionException full) {
      session.wake();
    }
  }

  // ---- topics

  /**
   * Does something with a topic, which is made if there is none.
   *
   * @param action returns null if that life is over, and is then called with the next
   * @throws TooManyException if there is none and can't be one more
   */
  <T> T use(String name, Function<TopicLife, @Nullable T> action) {
    while (true) {
      TopicLife life = life(name);
      T result = action.apply(life);
      if (result != null) {
        return result;
      }
      forget(name, life);
    }
  }

  private TopicLife life(String name) {
    TopicLife known = lives.get(name);
    return known != null ? known : lives.computeIfAbsent(name, this::begin);
  }

  private TopicLife begin(String name) {
    if (count.incrementAndGet() > options.maxTopics()) {
      count.decrementAndGet();
      throw new TooManyException(options.maxTopics());
    }
    return new TopicLife(this, name, newEpoch());
  }

  /** Nobody guesses or checks it; it only must not come twice. */
  private static String newEpoch() {
    return Long.toString(ThreadLocalRandom.current().nextLong() >>> 12, Character.MAX_RADIX);
  }

  private void forget(String name, TopicLife life) {
    if (lives.remove(name, life)) {
      count.decrementAndGet();
    }
  }

  int subscribers(String name) {
    TopicLife life = lives.get(name);
    return life == null ? 0 : life.subscribers();
  }

  CompletableFuture<Void> ready(String name) {
    TopicLife life = lives.get(name);
    return life == null ? CompletableFuture.completedFuture(null) : life.ready();
  }

  /** Looks after topics that nobody uses, if it is time. To be called often. */
  void tick(Executor where) {
    long now = now();
    if (now - sweptAt >= SWEEP_MILLIS) {
      sweptAt = now;
      where.execute(this::sweep);
    }
  }

  private void sweep() {
    long idle = channel.options().resumeTimeout().toMillis();
    lives.forEach(
        (name, life) -> {
          if (life.endsIfIdle(idle)) {
            forget(name, life);
          }
        });
  }

  // ---- sessions

  /** The session as what it is, if it is of this channel. */
  ChannelSession own(Session session) {
    if (session instanceof ChannelSession own && own.channel() == channel) {
      return own;
    }
    throw new IllegalArgumentException("the session is not one of this topic's channel");
  }

  /** How many topics the session is in. */
  int subscriptions(ChannelSession session) {
    Set<TopicLife> topics = subscriptions.get(session);
    return topics == null ? 0 : topics.size();
  }

  boolean isSubscribed(String name, ChannelSession session) {
    TopicLife life = lives.get(name);
    return life != null && life.isSubscribed(session);
  }

  boolean unsubscribe(String name, ChannelSession session) {
    TopicLife life = lives.get(name);
    return life != null && life.unsubscribe(session);
  }

  void joined(ChannelSession session, TopicLife life) {
    subscriptions.compute(
        session,
        (key, joined) -> {
          Set<TopicLife> topics =
              joined == null ? Collections.synchronizedSet(new HashSet<>(4)) : joined;
          topics.add(life);
          return topics;
        });
  }

  void left(ChannelSession session, TopicLife life) {
    subscriptions.computeIfPresent(
        session,
        (key, topics) -> {
          topics.remove(life);
          return topics.isEmpty() ? null : topics;
        });
  }

  /** The session is over, and in no topic any more. */
  void left(ChannelSession session) {
    Set<TopicLife> topics = subscriptions.remove(session);
    if (topics != null) {
      topics.forEach(life -> life.left(session.logical()));
    }
  }
}
