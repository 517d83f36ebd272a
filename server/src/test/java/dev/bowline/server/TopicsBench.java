package dev.bowline.server;

import dev.bowline.server.session.Client;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.SessionRegistry;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A channel without a server: sessions come when the test says so, and time passes then. */
final class TopicsBench {
  final Channel channel;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final AtomicLong clock = new AtomicLong(1_000);
  private final SessionRegistry registry;

  /** With an executor that runs nothing before {@link #runs}. */
  TopicsBench(ChannelBuilder builder) {
    this(builder, null);
  }

  TopicsBench(ChannelBuilder builder, @Nullable Executor executor) {
    Channel built = builder.build();
    channel = new Channel(built.options(), built.listener(), clock::get);
    Executor where = executor == null ? tasks::add : executor;
    topics().runIn(where);
    registry =
        new SessionRegistry(
            built.options().terms(),
            1000,
            () -> 0,
            Runnable::run,
            where,
            session -> topics().left((ChannelSession) session.listener()));
  }

  Topics topics() {
    return Objects.requireNonNull(channel.topics());
  }

  Topic topic(String name) {
    return channel.topic(name);
  }

  /** Runs all that is to be done in other threads. */
  void runs() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  boolean isIdle() {
    return tasks.isEmpty();
  }

  /** Time passes, and the timer comes after that. */
  void passes(long millis) {
    clock.addAndGet(millis);
    topics().tick(Runnable::run);
  }

  /** A client with its session. */
  record Guest(ChannelSession session, HearingConnection connection) {
    void says(String text) {
      connection.says(text);
    }
  }

  Guest opens() {
    return opens(Client.LIBRARY);
  }

  Guest opens(Client client) {
    ChannelSession session = new ChannelSession(channel, Optional.empty());
    LogicalSession logical =
        Objects.requireNonNull(registry.create(client, Optional.empty(), session));
    session.bind(logical);
    HearingConnection connection = new HearingConnection(logical);
    logical.open(connection);
    return new Guest(session, connection);
  }
}
