package dev.bowline.server;

import com.google.common.collect.ConcurrentHashMultiset;
import dev.bowline.server.security.AddressRates;
import dev.bowline.server.session.AwakeClock;
import dev.bowline.server.session.Client;
import dev.bowline.server.session.CloseCode;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.SessionRegistry;
import dev.bowline.server.session.SessionTerms;
import dev.bowline.server.session.Window;
import dev.bowline.server.transport.Host;
import dev.bowline.server.transport.Problem;
import dev.bowline.server.transport.RefusedException;
import dev.bowline.server.wire.Payload;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A channel's life between the start and the stop of its handler: the sessions, their clock, and
 * who is let in.
 *
 * <pre>
 *   SERVING --drain--> DRAINING --everything delivered, or too late--> GONE
 * </pre>
 *
 * {@code DRAINING} takes no new sessions and asks the live ones to reconnect, spread over the drain
 * time; they may still attach, so that nothing acknowledged or sent is lost. {@code GONE} answers
 * everything with 503, so that no client is told that its session is over: it will look for it and
 * learn from the next server that it is lost.
 */
final class ChannelRuntime implements Host {
  private enum Phase {
    SERVING,
    DRAINING,
    GONE
  }

  private static final long TICK_MILLIS = 100;

  /** A broadcast is never refused: what it may cost is bounded by each session's send window. */
  private static final Window ANY = new Window(Integer.MAX_VALUE, Long.MAX_VALUE);

  private final Channel channel;
  private final @Nullable Topics topics;
  private final SessionTerms terms;
  private final Executor executor;
  private final Scheduler scheduler;
  private final AwakeClock clock = new AwakeClock(System::nanoTime);
  private final SessionRegistry registry;
  private final FanOut fanOut;
  private final AddressRates opens;
  private final AddressRates posts;
  private final ConcurrentHashMultiset<String> perPrincipal = ConcurrentHashMultiset.create();
  private volatile Phase phase = Phase.SERVING;
  private volatile boolean ticking = true;

  ChannelRuntime(Channel channel, Executor executor, Scheduler scheduler) {
    ChannelOptions options = channel.options();
    this.channel = channel;
    this.topics = channel.topics();
    this.terms = options.terms();
    this.executor = executor;
    this.scheduler = scheduler;
    boolean mayBlock = options.slowClient() == SlowClient.HOLD;
    Executor inline = options.executor().orElse(mayBlock ? executor : Runnable::run);
    this.registry =
        new SessionRegistry(
            terms,
            options.maxSessions(),
            clock,
            inline,
            options.executor().orElse(executor),
            this::retired);
    int cores = Runtime.getRuntime().availableProcessors();
    this.fanOut = new FanOut(executor, cores, ANY, registry::snapshot);
    this.opens = new AddressRates(options.opensPerSecond(), clock);
    this.posts = new AddressRates(options.postsPerSecond(), clock);
  }

  void start() {
    channel.mount(this);
    if (topics != null) {
      topics.runIn(executor);
    }
    tick();
  }

  private void tick() {
    try {
      clock.tick();
      registry.tick(executor);
      if (topics != null) {
        topics.tick(executor);
      }
    } finally {
      if (ticking) {
        scheduler.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  // ---- who is let in

  @Override
  public SessionTerms terms() {
    return terms;
  }

  @Override
  public CompletionStage<Optional<Principal>> identify(Request request) {
    Optional<Authenticator> authenticator = channel.options().authenticator();
    if (authenticator.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return authenticator
        .get()
        .authenticate(new ClientRequest(request))
        .thenApply(
            answer -> {
              if (answer.refusal().isPresent()) {
                throw new RefusedException(Problem.unauthenticated(answer.refusal().get()));
              }
              return answer.principal();
            });
  }

  @Override
  public LogicalSession open(Client client, Request request, Optional<Principal> principal) {
    if (phase != Phase.SERVING) {
      throw new RefusedException(Problem.draining());
    }
    if (!opens.take(Request.getRemoteAddr(request))) {
      throw new RefusedException(Problem.tooFast("too many openings from this address"));
    }
    Optional<String> owner = principal.map(Principal::getName);
    int most = channel.options().maxSessionsPerPrincipal();
    if (owner.isPresent() && perPrincipal.add(owner.get(), 1) >= most) {
      perPrincipal.remove(owner.get());
      throw new RefusedException(Problem.tooFast("too many sessions of this principal"));
    }
    ChannelSession session = new ChannelSession(channel, principal);
    LogicalSession logical = registry.create(client, owner, session);
    if (logical == null) {
      owner.ifPresent(perPrincipal::remove);
      throw new RefusedException(Problem.overloaded("too many sessions"));
    }
    session.bind(logical);
    return logical;
  }

  private void retired(LogicalSession session) {
    session.owner().ifPresent(perPrincipal::remove);
    if (topics != null) {
      topics.left((ChannelSession) session.listener());
    }
  }

  @Override
  public Optional<LogicalSession> find(String token) {
    if (phase == Phase.GONE) {
      throw new RefusedException(Problem.draining());
    }
    return registry.find(token);
  }

  @Override
  public void countPost(Request request) {
    if (!posts.take(Request.getRemoteAddr(request))) {
      throw new RefusedException(Problem.tooFast("too many posts from this address"));
    }
  }

  // ---- all sessions

  Collection<Session> openSessions() {
    List<Session> open = new ArrayList<>(registry.size());
    for (LogicalSession session : registry.sessions()) {
      if (session.isOpen()) {
        open.add((Session) session.listener());
      }
    }
    return open;
  }

  void broadcast(Message message) {
    ChannelSession.checkSize(channel, message);
    List<ChannelSession> full = new ArrayList<>();
    Payload payload = channel.outgoing(message);
    for (LogicalSession session : registry.snapshot()) {
      if (session.append(payload) == LogicalSession.Appended.NO_ROOM) {
        full.add((ChannelSession) session.listener());
      }
    }
    fanOut.published(payload.size());
    fanOut.cover();
    for (ChannelSession session : full) {
      if (session.append(payload)) {
        session.logical().wake();
      }
    }
  }

  // ---- the end

  /** Asks all clients to come back later; completes when they have what was theirs, or too late. */
  CompletableFuture<Void> drain() {
    phase = Phase.DRAINING;
    long time = channel.options().drain().toMillis();
    List<CompletableFuture<Boolean>> delivered = new ArrayList<>();
    for (LogicalSession session : registry.sessions()) {
      if (session.closed().isEmpty()) {
        session.askToReconnect(ThreadLocalRandom.current().nextLong(time + 1));
        delivered.add(session.acknowledged());
      }
    }
    return CompletableFuture.allOf(delivered.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, time, TimeUnit.MILLISECONDS)
        .thenRun(this::leave);
  }

  private void leave() {
    phase = Phase.GONE;
    for (LogicalSession session : registry.sessions()) {
      session.leave(CloseCode.RESTART.close("the server is going down"));
    }
  }

  void stop() {
    leave();
    ticking = false;
    if (topics != null) {
      topics.runIn(Runnable::run);
    }
    channel.unmount(this);
  }
}
