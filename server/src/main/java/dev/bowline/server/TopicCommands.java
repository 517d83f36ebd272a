package dev.bowline.server;

import dev.bowline.server.session.Client;
import dev.bowline.server.session.CloseCode;
import dev.bowline.server.topic.Position;
import dev.bowline.server.topic.TopicLog;
import dev.bowline.server.wire.Envelope;
import dev.bowline.server.wire.MalformedException;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.TopicCommand;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What clients ask of topics. A command is handled where a message would be, in order with the
 * messages of its session, and answered when it has been handled.
 */
final class TopicCommands {
  private static final int FORBIDDEN = 4403;

  private final Topics topics;

  TopicCommands(Topics topics) {
    this.topics = topics;
  }

  /** Handles a command; what the session sent after it waits for the stage. */
  CompletionStage<?> handle(ChannelSession session, TopicCommand command) {
    if (command instanceof TopicCommand.Direct direct) {
      return topics.channel().listener().onMessage(session, new Message(direct.payload()));
    }
    if (command instanceof TopicCommand.Subscribe subscribe) {
      return subscribe(session, subscribe);
    }
    if (command instanceof TopicCommand.Unsubscribe unsubscribe) {
      if (!topics.unsubscribe(unsubscribe.topic(), session)) {
        tell(session, Envelope.unsubscribed(unsubscribe.topic()));
      }
    } else if (command instanceof TopicCommand.Malformed malformed) {
      refuse(session, malformed.topic(), CloseCode.MALFORMED.code(), malformed.reason());
    }
    return ChannelListener.HANDLED;
  }

  private CompletionStage<Void> subscribe(ChannelSession session, TopicCommand.Subscribe wanted) {
    String name = wanted.topic();
    Optional<Position> since;
    try {
      since = wanted.since().map(Position::parse);
    } catch (MalformedException malformed) {
      return refuse(session, name, CloseCode.MALFORMED.code(), malformed.getMessage());
    }
    if (!topics.isSubscribed(name, session)
        && topics.subscriptions(session) >= topics.options().topicsPerSession()) {
      return refuse(session, name, CloseCode.SLOW_CONSUMER.code(), "too many topics");
    }
    CompletableFuture<Boolean> allowed =
        topics.options().onSubscribe().apply(session, name).toCompletableFuture();
    return allowed.isDone()
        ? decided(session, name, since, allowed.join())
        : allowed.thenComposeAsync(yes -> decided(session, name, since, yes), topics::execute);
  }

  private CompletionStage<Void> decided(
      ChannelSession session, String name, Optional<Position> since, boolean allowed) {
    return allowed
        ? subscribeWhenThereIsRoom(session, name, since)
        : refuse(session, name, FORBIDDEN, "not allowed");
  }

  /**
   * A client that comes back to many topics may be owed more than its window holds. It gets one
   * after the other, as fast as it acknowledges.
   */
  private CompletionStage<Void> subscribeWhenThereIsRoom(
      ChannelSession session, String name, Optional<Position> since) {
    try {
      if (!hasRoom(session, name, since)) {
        CompletableFuture<Boolean> room = session.logical().room();
        // What was released before there was a future to complete would never be noticed.
        if (!hasRoom(session, name, since)) {
          return room.thenComposeAsync(
              open ->
                  open ? subscribeWhenThereIsRoom(session, name, since) : ChannelListener.HANDLED,
              topics::execute);
        }
      }
      Replay unused = topics.use(name, life -> life.subscribe(session, since));
    } catch (Topics.TooManyException full) {
      return refuse(session, name, CloseCode.SLOW_CONSUMER.code(), "too many topics on the server");
    }
    return ChannelListener.HANDLED;
  }

  /** Whether what is kept fits into the send window, and leaves a quarter for what comes. */
  private boolean hasRoom(ChannelSession session, String name, Optional<Position> since) {
    int pending = session.pendingMessages();
    if (since.isEmpty() || pending == 0 || session.logical().client() == Client.EVENT_SOURCE) {
      // An EventSource never acknowledges: what is too much for its window is dropped.
      return true;
    }
    TopicLog.Rest rest = topics.use(name, life -> life.rest(since));
    ChannelOptions terms = topics.channel().options();
    return pending + rest.kept().size() <= terms.sendMessages() / 4 * 3
        && session.pendingBytes() + rest.bytes() <= terms.sendBytes() / 4 * 3;
  }

  private static CompletionStage<Void> refuse(
      ChannelSession session, String topic, int code, String reason) {
    tell(session, Envelope.refused(topic, code, reason));
    return ChannelListener.HANDLED;
  }

  private static void tell(ChannelSession session, Payload payload) {
    if (session.append(payload)) {
      session.logical().wake();
    }
  }
}
