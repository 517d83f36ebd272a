package dev.bowline.server.session;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All sessions of a channel by token, the clock they live by, and the wheel that looks after them.
 *
 * <p>A session is counted from its opening to its close, and found by its token for {@code
 * resumeTimeout} longer, so that a client that missed the close can be told. No more closed
 * sessions are remembered than may be live; beyond that a closed one is forgotten at once.
 * Thread-safe.
 */
public final class SessionRegistry {
  private static final int TOKEN_BYTES = 18;

  private final SessionTerms terms;
  private final int maxSessions;
  private final LongSupplier clock;
  private final Executor inline;
  private final Executor dispatch;
  private final Consumer<LogicalSession> retired;
  private final DeadlineWheel wheel;
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentHashMap<String, LogicalSession> byToken = new ConcurrentHashMap<>();
  private final AtomicInteger live = new AtomicInteger();
  private final AtomicInteger remembered = new AtomicInteger();
  private final SessionArray array = new SessionArray(byToken.values());

  /**
   * @param clock milliseconds from any origin, never going back
   * @param inline runs callbacks that a network event caused, in its thread if the application
   *     allows
   * @param dispatch runs callbacks in another thread
   * @param retired told of each session that closes
   */
  public SessionRegistry(
      SessionTerms terms,
      int maxSessions,
      LongSupplier clock,
      Executor inline,
      Executor dispatch,
      Consumer<LogicalSession> retired) {
    this.terms = terms;
    this.maxSessions = maxSessions;
    this.clock = clock;
    this.inline = inline;
    this.dispatch = dispatch;
    this.retired = retired;
    this.wheel = new DeadlineWheel(clock.getAsLong());
  }

  /** Makes a session, not yet attached to anything; null if there are too many. */
  public @Nullable LogicalSession create(
      Client client, Optional<String> owner, SessionListener listener) {
    if (live.incrementAndGet() > maxSessions) {
      live.decrementAndGet();
      return null;
    }
    String token = newToken();
    LogicalSession session =
        new LogicalSession(random.nextLong(), token, owner, terms, client, this, listener);
    byToken.put(token, session);
    array.changed();
    schedule(session, now() + terms.openTimeout());
    return session;
  }

  /** The session with this token, closed ones included while they are remembered. */
  public Optional<LogicalSession> find(String token) {
    return Optional.ofNullable(byToken.get(token));
  }

  /** All sessions that can be found, weakly consistent. */
  public Collection<LogicalSession> sessions() {
    return Collections.unmodifiableCollection(byToken.values());
  }

  /** The same in an array, for reading only. */
  public LogicalSession[] snapshot() {
    return array.get();
  }

  /** How many sessions live. */
  public int size() {
    return live.get();
  }

  /**
   * Looks after the sessions for which something has become due. To be called often.
   *
   * @param executor where; not the application's, which may block
   */
  public void tick(Executor executor) {
    for (LogicalSession session : wheel.advance(clock.getAsLong())) {
      executor.execute(session::look);
    }
  }

  long now() {
    return clock.getAsLong();
  }

  void schedule(LogicalSession session, long deadline) {
    wheel.schedule(session, deadline);
  }

  void call(Runnable callbacks) {
    inline.execute(callbacks);
  }

  void dispatch(Runnable callbacks) {
    dispatch.execute(callbacks);
  }

  /** The session has closed; it is remembered for a while if there is room. */
  void retire(LogicalSession session) {
    live.decrementAndGet();
    retired.accept(session);
    if (remembered.incrementAndGet() > maxSessions) {
      forget(session);
    }
  }

  void forget(LogicalSession session) {
    if (byToken.remove(session.token(), session)) {
      remembered.decrementAndGet();
      array.changed();
    }
  }

  private String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
