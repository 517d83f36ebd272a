package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a session. Every method is a transition: it changes the state and writes
 * what is to be done outside into {@link Effects}. Not thread-safe: {@link LogicalSession} guards
 * it.
 *
 * <pre>
 *   OPEN --close by the application--> DRAINING --all acknowledged, or too late--> CLOSED
 *   OPEN --any other close---------------------------------------------------->  CLOSED
 * </pre>
 *
 * <p>The first close wins; its code and reason never change. Only {@code OPEN} takes messages, from
 * either side. {@code DRAINING} still delivers what was sent before the close, over as many
 * connections as that takes. {@code CLOSED} tells the close to the connection that is still there.
 *
 * <p>At most one connection is attached. A method that takes the calling connection does nothing
 * unless that is the attached one: a connection that the session has left can neither speak for it,
 * nor end it, nor count as a sign of life.
 */
final class SessionState {
  private enum Phase {
    OPEN,
    DRAINING,
    CLOSED
  }

  /** How long a connection may take to be told of a close before it is cut. */
  static final long CLOSE_GRACE = 5_000;

  private final LogicalSession session;
  private final SessionTerms terms;
  private final Client client;
  private final SessionRegistry registry;
  private final Outbox outbox;
  private final Inbox inbox;
  private final Uplink uplink;
  private final Downlink downlink;
  private final Callbacks callbacks;
  private final Attachment attachment;
  private @Nullable Milestones milestones;

  private Phase phase = Phase.OPEN;
  private ProtocolRecord.@Nullable Close close;
  private long closedAt;
  private boolean forgotten;

  SessionState(
      LogicalSession session,
      SessionTerms terms,
      Client client,
      SessionRegistry registry,
      SessionListener listener) {
    this.session = session;
    this.terms = terms;
    this.client = client;
    this.registry = registry;
    this.outbox = new Outbox(terms.send());
    this.inbox = new Inbox(terms.receive());
    this.uplink = new Uplink(terms, client, inbox);
    this.callbacks = new Callbacks(listener, inbox);
    this.downlink = new Downlink(session, terms, client, registry, outbox, uplink);
    this.attachment = new Attachment(terms, client, registry, inbox, downlink, callbacks);
  }

  // ---- connections

  /** The application may be told of the session, which a connection of this transport opens. */
  void begin(String transport) {
    callbacks.start(transport);
  }

  void open(Connection connection) {
    attachment.open(connection);
  }

  @Nullable Refusal attach(
      Connection connection, OptionalLong number, long position, Effects effects) {
    if (phase == Phase.CLOSED) {
      return Refusal.CLOSED;
    }
    if (attachment.isStale(number)) {
      return Refusal.SUPERSEDED;
    }
    if (!outbox.canResumeAt(position)) {
      return Refusal.BAD_POSITION;
    }
    outbox.resumeAt(position);
    attachment.takeOver(connection, number, effects);
    effects.wake(connection);
    released(effects);
    askIfAwaited(effects);
    return null;
  }

  void detach(Connection connection, int code, String reason, Effects effects) {
    if (attached() == connection) {
      lose(new ProtocolRecord.Close(code, reason), effects);
    }
  }

  void cut(Effects effects) {
    Connection attached = attached();
    if (attached != null) {
      effects.cut(attached);
      lose(new ProtocolRecord.Close(CloseCode.LOST, ""), effects);
    }
  }

  private void lose(ProtocolRecord.Close reason, Effects effects) {
    attachment.letGo(false);
    if (client == Client.BARE_WEBSOCKET) {
      finish(reason, effects);
    }
  }

  boolean heard(Connection connection) {
    if (attached() != connection) {
      return false;
    }
    attachment.heard();
    return true;
  }

  @Nullable Connection attached() {
    return attachment.connection();
  }

  // ---- downstream

  /** Appends a message; null if there is no room, and the session has to be closed for it. */
  LogicalSession.@Nullable Appended append(Payload payload) {
    if (phase != Phase.OPEN) {
      return LogicalSession.Appended.CLOSED;
    }
    if (!outbox.fits(payload.size())) {
      SessionTerms.Overflow policy =
          client == Client.EVENT_SOURCE ? SessionTerms.Overflow.DROP_OLDEST : terms.overflow();
      switch (policy) {
        case HOLD -> {
          return LogicalSession.Appended.NO_ROOM;
        }
        case DROP_OLDEST -> outbox.dropUntilFits(payload.size());
        case CLOSE -> {
          return null;
        }
      }
    }
    outbox.append(payload);
    return LogicalSession.Appended.TAKEN;
  }

  /** See {@link LogicalSession#pull}. */
  boolean pull(Connection connection, RecordSink sink, long maxBytes) {
    if (attached() != connection) {
      return false;
    }
    boolean spoke = downlink.fill(sink, maxBytes, close);
    boolean oneReply = connection.hold().isPresent();
    if (downlink.isCloseTold()) {
      // A drain goes on until all is acknowledged: a WebSocket may still do that, in its last
      // breath.
      if (phase == Phase.CLOSED || oneReply) {
        attachment.letGo(phase == Phase.DRAINING);
      }
      return false;
    }
    if (spoke && oneReply) {
      attachment.letGo(true);
      return false;
    }
    return true;
  }

  void written(Connection connection, Effects effects) {
    if (client == Client.BARE_WEBSOCKET && attached() == connection) {
      acknowledged(outbox.sent(), effects);
    }
  }

  void acknowledge(Connection connection, long number, Effects effects) {
    if (!heard(connection)) {
      return;
    }
    if (outbox.wasSent(number)) {
      acknowledged(number, effects);
    } else {
      abort(CloseCode.MALFORMED.close("acknowledged what was never sent"), effects);
    }
  }

  private void acknowledged(long number, Effects effects) {
    if (phase != Phase.CLOSED && outbox.acknowledge(number)) {
      released(effects);
    }
    askIfAwaited(effects);
  }

  /**
   * Asks for an acknowledgement that somebody waits for, and that the client would give seconds
   * later: a ping behind the message, which it answers at once. Beside a poll there is nothing to
   * ask; the next one tells.
   */
  private void askIfAwaited(Effects effects) {
    Connection attached = attached();
    if (milestones != null
        && client == Client.LIBRARY
        && attached != null
        && attached.hold().isEmpty()
        && downlink.ask(milestones.furthest())) {
      effects.wake(attached);
    }
  }

  private void released(Effects effects) {
    if (milestones != null) {
      milestones.reached(outbox.acknowledged(), effects);
    }
    if (phase == Phase.DRAINING && outbox.isSettled() && close != null) {
      finish(close, effects);
    }
  }

  CompletableFuture<Boolean> acknowledged(Effects effects) {
    if (phase == Phase.CLOSED || outbox.isSettled()) {
      return CompletableFuture.completedFuture(outbox.isSettled());
    }
    CompletableFuture<Boolean> reached = milestones().at(outbox.last());
    askIfAwaited(effects);
    return reached;
  }

  private Milestones milestones() {
    if (milestones == null) {
      milestones = new Milestones();
    }
    return milestones;
  }

  CompletableFuture<Boolean> room() {
    return phase == Phase.OPEN ? milestones().room() : CompletableFuture.completedFuture(false);
  }

  Outbox outbox() {
    return outbox;
  }

  // ---- upstream

  void receive(Connection connection, long number, Payload payload, Effects effects) {
    if (!heard(connection) || phase != Phase.OPEN) {
      return;
    }
    if (uplink.take(number, payload, registry.now()) == Uplink.Taken.OVER_WINDOW) {
      abort(CloseCode.MALFORMED.close("more than the window allows"), effects);
    }
  }

  Post.@Nullable Refusal post(Post post, PostReply reply, Effects effects) {
    if (phase == Phase.CLOSED) {
      return Post.Refusal.CLOSED;
    }
    OptionalLong acknowledged = post.acknowledged();
    if (acknowledged.isPresent() && !outbox.wasSent(acknowledged.getAsLong())) {
      return Post.Refusal.BAD_ACKNOWLEDGEMENT;
    }
    Post.Refusal refusal = phase == Phase.OPEN ? uplink.check(post) : Post.Refusal.CLOSED;
    if (refusal == Post.Refusal.OVER_WINDOW || refusal == Post.Refusal.TOO_FAST) {
      return refusal;
    }
    attachment.heard();
    boolean closesToo = refusal == Post.Refusal.AHEAD && post.closing() != null;
    if (acknowledged.isPresent() && !closesToo) {
      acknowledged(acknowledged.getAsLong(), effects);
    }
    if (refusal == null) {
      uplink.take(post, reply, registry.now());
      answerDuePosts(effects);
    }
    return refusal;
  }

  private void answerDuePosts(Effects effects) {
    for (HeldPosts.Held post : uplink.takeDuePosts(registry.now())) {
      effects.acknowledge(post.reply(), uplink.acknowledgeTo(post));
      if (post.closing() != null) {
        finish(post.closing(), effects);
      }
    }
  }

  Inbox inbox() {
    return inbox;
  }

  // ---- the application

  Callbacks callbacks() {
    return callbacks;
  }

  void stepEnded(Callbacks.Step step, @Nullable Throwable failure, Effects effects) {
    callbacks.end();
    if (failure != null) {
      // No message follows a failure, not even where the client's close has come before it.
      inbox.clear();
      abort(CloseCode.APPLICATION_FAILED.close("the application failed"), effects);
    } else if (step == Callbacks.Step.MESSAGE) {
      long now = registry.now();
      uplink.handled(now);
      answerDuePosts(effects);
      boolean readsOn = client == Client.BARE_WEBSOCKET && !inbox.hasWaiting();
      if (readsOn) {
        attachment.heard();
      }
      if (readsOn || uplink.acknowledgementIsDue(now)) {
        effects.wake(attached());
      }
    }
  }

  void askToReconnect(long after, Effects effects) {
    downlink.reconnect(after);
    effects.wake(attached());
  }

  // ---- the end

  void close(ProtocolRecord.Close reason, Effects effects) {
    if (phase != Phase.OPEN) {
      return;
    }
    phase = Phase.DRAINING;
    close = reason;
    closedAt = registry.now();
    inbox.clear();
    endPosts(reason, effects);
    effects.wake(attached());
    if (outbox.isSettled()) {
      finish(reason, effects);
    }
  }

  /** Closes for the client; what it had sent before is still handled. */
  void closedByRequest(ProtocolRecord.Close reason, Effects effects) {
    finish(reason, effects);
  }

  void closedByClient(Connection connection, ProtocolRecord.Close reason, Effects effects) {
    if (attached() == connection) {
      attachment.letGo(false);
      finish(reason, effects);
    }
  }

  void breach(Connection connection, ProtocolRecord.Close reason, Effects effects) {
    if (attached() == connection) {
      abort(reason, effects);
    }
  }

  /** Closes at once: nothing more is delivered in either direction. */
  void abort(ProtocolRecord.Close reason, Effects effects) {
    if (phase != Phase.CLOSED) {
      inbox.clear();
      finish(reason, effects);
    }
  }

  /** Ends without telling the client that the session is over. */
  void leave(ProtocolRecord.Close reason, Effects effects) {
    for (HeldPosts.Held post : uplink.takeAllPosts()) {
      effects.acknowledge(post.reply(), uplink.acknowledgeTo(post));
    }
    Connection attached = attached();
    if (attached != null) {
      attached.lastWord(new ProtocolRecord.Error(reason.code(), reason.reason()));
      effects.end(attached);
      attachment.letGo(false);
    }
    abort(reason, effects);
  }

  private void finish(ProtocolRecord.Close reason, Effects effects) {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    close = close == null ? reason : close;
    closedAt = registry.now();
    if (milestones != null) {
      milestones.closed(effects);
    }
    outbox.clear();
    endPosts(close, effects);
    callbacks.closed(close);
    effects.wake(attached());
    effects.retire(registry, session);
  }

  private void endPosts(ProtocolRecord.Close reason, Effects effects) {
    for (HeldPosts.Held post : uplink.takeAllPosts()) {
      effects.closed(post.reply(), reason);
    }
  }

  ProtocolRecord.@Nullable Close closed() {
    return phase == Phase.CLOSED ? close : null;
  }

  ProtocolRecord.Close closing() {
    return close == null ? CloseCode.NORMAL.close("") : close;
  }

  boolean isOpen() {
    return phase == Phase.OPEN;
  }

  // ---- time

  void look(Effects effects) {
    long now = registry.now();
    if (phase == Phase.CLOSED) {
      if (attached() != null && now >= closedAt + CLOSE_GRACE) {
        cut(effects);
      }
      if (now >= closedAt + terms.resumeTimeout()) {
        forget(effects);
      }
      return;
    }
    if (attachment.isDead(now)) {
      cut(effects);
    } else {
      attachment.look(now, effects);
    }
    if (phase == Phase.OPEN && attachment.isAbandoned(now)) {
      abort(CloseCode.EXPIRED.close("no connection for too long"), effects);
    }
    if (phase == Phase.DRAINING && now >= closedAt + terms.resumeTimeout()) {
      // A client that comes now must not take the close for the end of all that was said.
      cut(effects);
      finish(closing(), effects);
      forget(effects);
    }
    answerDuePosts(effects);
    if (attached() != null && uplink.acknowledgementIsDue(now)) {
      downlink.speakUp();
      effects.wake(attached());
    }
  }

  private void forget(Effects effects) {
    forgotten = true;
    effects.forget(registry, session);
  }

  /** When {@link #look} should be called next. */
  long deadline() {
    if (phase == Phase.CLOSED) {
      if (attached() != null) {
        return closedAt + CLOSE_GRACE;
      }
      return forgotten ? DeadlineWheel.NEVER : closedAt + terms.resumeTimeout();
    }
    long deadline = Math.min(uplink.deadline(), attachment.deadline(phase == Phase.OPEN));
    return phase == Phase.DRAINING
        ? Math.min(deadline, closedAt + terms.resumeTimeout())
        : deadline;
  }
}
