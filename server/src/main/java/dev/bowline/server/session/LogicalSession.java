package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One logical channel between a client and the application, whatever carries it at the moment: the
 * monitor round a {@link SessionState}. Thread-safe.
 *
 * <p><b>Locking.</b> The monitor guards all state of the session. Inside it neither the application
 * nor a connection is called, but to ask a connection what it is, and to tell one that is let go
 * its {@linkplain Connection#lastWord last word}; what a transition wants done is gathered in
 * {@link Effects} and run when the monitor has been left. Effects of two threads may run in any
 * order, which is harmless because each is either idempotent (a wake only says "look again") or
 * final (a reply goes to a post that was taken out of the list).
 *
 * <p><b>Callbacks.</b> {@link #deliver} runs them in whichever thread comes by. A thread that finds
 * another one at it leaves; what it brought is picked up before the other stops. A message whose
 * stage is not complete stops the delivery; completing it resumes it, in another thread than the
 * completer's.
 *
 * <p><b>Time</b> is the registry's clock. {@link #look} does what becomes due by time alone and may
 * be called at any moment, early or late.
 */
public final class LogicalSession {
  /** What became of a message that the application sent. */
  public enum Appended {
    TAKEN,
    /** There is no room, and the terms say to hold the sender. */
    NO_ROOM,
    CLOSED
  }

  /** The tick of the entry in the wheel that counts; written under the wheel's lock. */
  volatile long wheelTick = Long.MAX_VALUE;

  /** The id's bits. The name is made when somebody asks; most sessions are never asked. */
  private final long idBits;

  private final String token;
  private final Optional<String> owner;
  private final Client client;
  private final SessionListener listener;
  private final SessionRegistry registry;
  private final SessionState state;

  LogicalSession(
      long idBits,
      String token,
      Optional<String> owner,
      SessionTerms terms,
      Client client,
      SessionRegistry registry,
      SessionListener listener) {
    this.idBits = idBits;
    this.token = token;
    this.owner = owner;
    this.client = client;
    this.listener = listener;
    this.registry = registry;
    this.state = new SessionState(this, terms, client, registry, listener);
  }

  /** The public name, for logs and people. */
  public String id() {
    return Long.toUnsignedString(idBits, Character.MAX_RADIX);
  }

  /** The secret that lets a client continue the session; never logged. */
  public String token() {
    return token;
  }

  /** The principal's name that every request of this session has to come from. */
  public Optional<String> owner() {
    return owner;
  }

  /** What the other end can do. */
  public Client client() {
    return client;
  }

  /** The application's side. */
  public SessionListener listener() {
    return listener;
  }

  // ---- connections

  /**
   * Attaches the connection that opened the session, and tells the application: before, if the
   * connection gives one reply, which is to carry what the application sends at once.
   */
  public void open(Connection connection) {
    boolean oneReply = connection.hold().isPresent();
    synchronized (this) {
      state.begin(connection.transport());
    }
    if (oneReply) {
      registry.call(this::deliver);
    }
    apply(
        effects -> {
          state.open(connection);
          effects.wake(connection);
        },
        Effects::callbacks);
  }

  /**
   * Attaches a connection that continues the session after message {@code position}, unless that is
   * refused. The connection attached before is ended; one that a higher number took over from is
   * told so.
   *
   * @param number the attach number; empty counts as one higher than the highest seen
   */
  public @Nullable Refusal attach(Connection connection, OptionalLong number, long position) {
    Effects effects = new Effects();
    long deadline;
    synchronized (this) {
      Refusal refusal = state.attach(connection, number, position, effects);
      if (refusal != null) {
        return refusal;
      }
      deadline = state.deadline();
    }
    effects.callbacks();
    run(effects, deadline);
    return null;
  }

  /** The connection is gone; the session waits for another. */
  public void detach(Connection connection) {
    detach(connection, CloseCode.LOST, "");
  }

  /** The same, with what a bare WebSocket, whose session ends with it, gave as the reason. */
  public void detach(Connection connection, int code, String reason) {
    apply(effects -> state.detach(connection, code, reason, effects), Effects::callbacks);
  }

  /** Cuts the connection without ending the session. */
  public void cut() {
    apply(state::cut, Effects::callbacksElsewhere);
  }

  /** Tells the client to drop its connection and attach again after about {@code millis}. */
  public void askToReconnect(long millis) {
    apply(effects -> state.askToReconnect(millis, effects), Effects::callbacksElsewhere);
  }

  /** Whether this connection still speaks for the session. */
  public synchronized boolean isAttached(Connection connection) {
    return state.attached() == connection;
  }

  // ---- downstream

  /** Appends a message for the client, without waking anything; {@link #wake} is the other half. */
  public Appended append(Payload payload) {
    @Nullable Appended result;
    synchronized (this) {
      result = state.append(payload);
    }
    if (result != null) {
      return result;
    }
    abort(CloseCode.SLOW_CONSUMER.close("the client does not keep up"));
    return Appended.CLOSED;
  }

  /** Tells the attached connection, if any, to look for something to write. */
  public void wake() {
    Connection connection;
    synchronized (this) {
      connection = state.attached();
    }
    if (connection != null) {
      connection.wake();
    }
  }

  /**
   * Hands to the connection what it should write next, about {@code maxBytes} of it, in the order
   * of the protocol: nothing, if there is nothing to say or the session has moved on.
   *
   * @return whether the connection goes on after it has written this; if not, it is to end
   */
  public boolean pull(Connection connection, RecordSink sink, long maxBytes) {
    boolean goesOn;
    long deadline;
    synchronized (this) {
      goesOn = state.pull(connection, sink, maxBytes);
      deadline = state.deadline();
    }
    registry.schedule(this, deadline);
    return goesOn;
  }

  /** What was pulled has been written; that is all a client that cannot acknowledge can say. */
  public void written(Connection connection) {
    if (client == Client.BARE_WEBSOCKET) {
      apply(effects -> state.written(connection, effects), Effects::callbacks);
    }
  }

  /** The attached connection acknowledges; beyond what was ever sent breaks the protocol. */
  public void acknowledge(Connection connection, long number) {
    apply(effects -> state.acknowledge(connection, number, effects), Effects::callbacks);
  }

  /** Completes with true when everything sent so far is acknowledged, false when it can't be. */
  public CompletableFuture<Boolean> acknowledged() {
    Effects effects = new Effects();
    CompletableFuture<Boolean> reached;
    synchronized (this) {
      reached = state.acknowledged(effects);
    }
    effects.run(this, registry);
    return reached;
  }

  /** Completes with true when something has been released, false when the session is over. */
  public synchronized CompletableFuture<Boolean> room() {
    return state.room();
  }

  /** Messages kept for the client. */
  public synchronized int pendingMessages() {
    return state.outbox().kept();
  }

  /** Their bytes. */
  public synchronized long pendingBytes() {
    return state.outbox().bytes();
  }

  // ---- upstream

  /** A sign of life. Returns whether the connection is the attached one. */
  public synchronized boolean heard(Connection connection) {
    return state.heard(connection);
  }

  /** The number of the last message that was accepted. */
  public synchronized long accepted() {
    return state.inbox().accepted();
  }

  /** Whether the application has handled everything that was accepted. */
  public synchronized boolean keepsUp() {
    return state.inbox().handled() == state.inbox().accepted();
  }

  /**
   * Message {@code number}, at most {@code accepted() + 1}, came over the attached connection. One
   * that was accepted before is skipped; one beyond the window breaks the protocol.
   */
  public void receive(Connection connection, long number, Payload payload) {
    apply(effects -> state.receive(connection, number, payload, effects), Effects::callbacks);
  }

  /**
   * Takes what a post brings. Unless it is refused, {@code reply} is called when the application
   * has handled it or that takes too long; perhaps before this returns.
   */
  public Post.@Nullable Refusal post(Post post, PostReply reply) {
    Effects effects = new Effects();
    Post.Refusal refusal;
    long deadline;
    synchronized (this) {
      refusal = state.post(post, reply, effects);
      deadline = state.deadline();
    }
    effects.callbacks();
    run(effects, deadline);
    return refusal;
  }

  // ---- the end

  /** Closes for the application: what it sent before is still delivered. */
  public void close(ProtocolRecord.Close reason) {
    apply(effects -> state.close(reason, effects), Effects::callbacksElsewhere);
  }

  /** Closes at once, for a reason of the server's: nothing more is delivered in any direction. */
  public void abort(ProtocolRecord.Close reason) {
    apply(effects -> state.abort(reason, effects), Effects::callbacksElsewhere);
  }

  /**
   * Ends for a server that goes down: no close is told, so the client will look for the session.
   */
  public void leave(ProtocolRecord.Close reason) {
    apply(effects -> state.leave(reason, effects), Effects::callbacksElsewhere);
  }

  /** The attached connection broke the protocol; from any other this does nothing. */
  public void breach(Connection connection, ProtocolRecord.Close reason) {
    apply(effects -> state.breach(connection, reason, effects), Effects::callbacks);
  }

  /** The client closed over its connection; what it had sent before is still handled. */
  public void closedByClient(Connection connection, ProtocolRecord.Close reason) {
    apply(effects -> state.closedByClient(connection, reason, effects), Effects::callbacks);
  }

  /** The client closed by a request beside its connection. */
  public void closedByRequest(ProtocolRecord.Close reason) {
    apply(effects -> state.closedByRequest(reason, effects), Effects::callbacks);
  }

  /** How the session ended; empty while it lives, draining included. */
  public synchronized Optional<ProtocolRecord.Close> closed() {
    return Optional.ofNullable(state.closed());
  }

  /** The close that is under way or done; an ordinary one while there is none. */
  public synchronized ProtocolRecord.Close closing() {
    return state.closing();
  }

  /** Whether messages are taken. */
  public synchronized boolean isOpen() {
    return state.isOpen();
  }

  /** The transport that carries the session, polls between two requests included. */
  public synchronized Optional<String> carrier() {
    return Optional.ofNullable(state.callbacks().carrier());
  }

  // ---- callbacks and time

  /** Runs the callbacks that are due, unless another thread is at it. */
  void deliver() {
    while (true) {
      Callbacks.Step step;
      synchronized (this) {
        step = state.callbacks().begin();
      }
      if (step == null || !completes(step)) {
        return;
      }
    }
  }

  /** Runs one step; false if it will be completed by somebody else, who then goes on. */
  private boolean completes(Callbacks.Step step) {
    Throwable failure = null;
    try {
      CompletionStage<?> stage = state.callbacks().call(step);
      if (stage != null) {
        CompletableFuture<?> future = stage.toCompletableFuture();
        if (!future.isDone()) {
          CompletableFuture<?> unused =
              future.whenComplete(
                  (ignored, thrown) -> {
                    stepEnded(step, thrown);
                    registry.dispatch(this::deliver);
                  });
          return false;
        }
        future.join();
      }
    } catch (Throwable thrown) {
      failure = thrown;
    }
    stepEnded(step, failure);
    return true;
  }

  private void stepEnded(Callbacks.Step step, @Nullable Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : null;
    Throwable failure = cause != null ? cause : thrown;
    if (failure != null) {
      state.callbacks().failed(failure);
    }
    apply(effects -> state.stepEnded(step, failure, effects), effects -> {});
  }

  /** Does what has become due by time. */
  void look() {
    apply(state::look, Effects::callbacks);
  }

  /** Makes a transition, and then does what it wants done outside the lock. */
  private void apply(Consumer<Effects> transition, Consumer<Effects> callbacks) {
    Effects effects = new Effects();
    long deadline;
    synchronized (this) {
      transition.accept(effects);
      deadline = state.deadline();
    }
    callbacks.accept(effects);
    run(effects, deadline);
  }

  private void run(Effects effects, long deadline) {
    registry.schedule(this, deadline);
    effects.run(this, registry);
  }
}
