package dev.bowline.server;

import dev.bowline.server.session.CloseCode;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.SessionListener;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import dev.bowline.server.wire.TopicCommand;
import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session as the application sees it, and the application as a session sees it. */
final class ChannelSession implements Session, SessionListener {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final Channel channel;
  private final Optional<Principal> principal;
  private @Nullable LogicalSession bound;
  private volatile @Nullable ConcurrentMap<String, Object> attributes;

  ChannelSession(Channel channel, Optional<Principal> principal) {
    this.channel = channel;
    this.principal = principal;
  }

  void bind(LogicalSession logical) {
    bound = logical;
  }

  LogicalSession logical() {
    LogicalSession logical = bound;
    if (logical == null) {
      throw new IllegalStateException("not bound yet");
    }
    return logical;
  }

  // ---- the application's view

  @Override
  public String id() {
    return logical().id();
  }

  @Override
  public Optional<Principal> principal() {
    return principal;
  }

  @Override
  public ConcurrentMap<String, Object> attributes() {
    ConcurrentMap<String, Object> map = attributes;
    if (map == null) {
      synchronized (this) {
        map = attributes;
        if (map == null) {
          map = new ConcurrentHashMap<>(4);
          attributes = map;
        }
      }
    }
    return map;
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public Optional<Transport> transport() {
    return logical().carrier().map(Transport::of);
  }

  @Override
  public void send(Message message) {
    checkSize(channel, message);
    if (!append(channel.outgoing(message))) {
      throw new SessionClosedException(id());
    }
    logical().wake();
  }

  static void checkSize(Channel channel, Message message) {
    int most = channel.options().maxMessageBytes();
    if (message.size() > most) {
      throw new IllegalArgumentException(
          "a message of " + message.size() + " bytes is over maxMessage, " + most);
    }
  }

  /** Appends, waiting for room where the channel says so; false if the session is closed. */
  boolean append(Payload payload) {
    while (true) {
      switch (logical().append(payload)) {
        case TAKEN -> {
          return true;
        }
        case CLOSED -> {
          return false;
        }
        case NO_ROOM -> {
          CompletableFuture<Boolean> room = logical().room();
          // What was released before there was a future to complete would never be noticed.
          LogicalSession.Appended again = logical().append(payload);
          if (again != LogicalSession.Appended.NO_ROOM) {
            return again == LogicalSession.Appended.TAKEN;
          }
          logical().wake();
          await(room);
        }
      }
    }
  }

  /** Closes it, because somebody could not wait for it any longer. */
  void abandon() {
    logical().abort(CloseCode.SLOW_CONSUMER.close("the client takes nothing"));
  }

  private void await(CompletableFuture<Boolean> room) {
    try {
      room.get(channel.options().resumeTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException tooSlow) {
      abandon();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while held back by session " + id());
    } catch (ExecutionException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public int pendingMessages() {
    return logical().pendingMessages();
  }

  @Override
  public long pendingBytes() {
    return logical().pendingBytes();
  }

  @Override
  public CompletionStage<Void> acknowledged() {
    return logical()
        .acknowledged()
        .thenApply(
            all -> {
              if (all) {
                return null;
              }
              throw new SessionClosedException(id());
            });
  }

  @Override
  public boolean isOpen() {
    return logical().isOpen();
  }

  @Override
  public void close(int code, String reason) {
    if (!CloseCode.isAllowed(code)) {
      throw new IllegalArgumentException(
          "the close code " + code + " is none of 1000, 1001, 1008, 1009, 1011-1013, 3000-4999");
    }
    logical().close(new ProtocolRecord.Close(code, reason));
  }

  @Override
  public String toString() {
    return "session " + id();
  }

  // ---- the session's view

  @Override
  public void opened() {
    LOG.debug("Session {} opened over {}", id(), logical().carrier().orElse("nothing"));
    channel.listener().onOpen(this);
  }

  @Override
  public CompletionStage<?> message(Payload payload) {
    TopicCommands commands = channel.commands();
    TopicCommand command = commands == null ? null : TopicCommand.read(payload);
    return commands == null || command == null
        ? channel.listener().onMessage(this, new Message(payload))
        : commands.handle(this, command);
  }

  @Override
  public void attached(String transport) {
    LOG.debug("Session {} is carried by {}", id(), transport);
    channel.listener().onAttach(this, Transport.of(transport));
  }

  @Override
  public void detached() {
    LOG.debug("Session {} is carried by nothing", id());
    channel.listener().onDetach(this);
  }

  @Override
  public void failed(Throwable failure) {
    LOG.warn("Session {} is closed, because the application failed", id(), failure);
  }

  @Override
  public void closed(ProtocolRecord.Close close) {
    LOG.debug("Session {} closed with {}", id(), close.code());
    channel.listener().onClose(this, new CloseReason(close.code(), close.reason()));
  }
}
