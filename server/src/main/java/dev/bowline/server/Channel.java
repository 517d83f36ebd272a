package dev.bowline.server;

import dev.bowline.server.wire.Envelope;
import dev.bowline.server.wire.Payload;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A named place where clients and the application talk: callbacks, limits, and the sessions that
 * are open now. It is mounted on a path by a {@link ChannelHandler} or a {@link ChannelServer}, one
 * at a time; while it is not mounted and started it has no sessions. Thread-safe.
 *
 * <pre>{@code
 * Channel chat = Channel.builder()
 *     .onOpen(session -> session.send("welcome"))
 *     .onMessage((session, message) -> session.channel().broadcast(message))
 *     .build();
 * }</pre>
 */
public final class Channel {
  private final ChannelOptions options;
  private final ChannelListener listener;
  private final @Nullable Topics topics;
  private final @Nullable TopicCommands commands;
  private final AtomicReference<@Nullable ChannelRuntime> runtime = new AtomicReference<>();

  Channel(ChannelOptions options, ChannelListener listener) {
    this(options, listener, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  /**
   * @param clock what topics live by: milliseconds from any origin, never going back
   */
  Channel(ChannelOptions options, ChannelListener listener, LongSupplier clock) {
    this.options = options;
    this.listener = listener;
    this.topics = options.topics().map(it -> new Topics(this, it, clock)).orElse(null);
    this.commands = topics == null ? null : new TopicCommands(topics);
  }

  /** Begins a new channel. */
  public static ChannelBuilder builder() {
    return new ChannelBuilder();
  }

  /**
   * Sends a message to every open session. The message is encoded once for each encoding; the
   * sockets are written by other threads than the caller's. A session that closes meanwhile is
   * passed over.
   *
   * @throws IllegalArgumentException if the message is larger than maxMessage
   */
  public void broadcast(Message message) {
    ChannelRuntime running = runtime.get();
    if (running != null) {
      running.broadcast(message);
    }
  }

  /** Sends a text to every open session. */
  public void broadcast(String text) {
    broadcast(Message.text(text));
  }

  /** Sends bytes, which are copied once, to every open session. */
  public void broadcast(byte[] bytes) {
    broadcast(Message.binary(bytes));
  }

  /**
   * The topic of this name, of which there is one for as long as somebody uses it.
   *
   * @param name 1 to 200 bytes of UTF-8, without control characters
   * @throws IllegalArgumentException if it is no such name
   * @throws IllegalStateException if the channel was built without {@link ChannelBuilder#topics()}
   */
  public Topic topic(String name) {
    if (topics == null) {
      throw new IllegalStateException("the channel has no topics: build it with topics()");
    }
    if (!Envelope.isName(name)) {
      throw new IllegalArgumentException(
          "the name of a topic has 1 to "
              + Envelope.MAX_NAME_BYTES
              + " bytes of UTF-8 and no control characters");
    }
    return new Topic(topics, name);
  }

  /** The sessions that are open at this moment. */
  public Collection<Session> sessions() {
    ChannelRuntime running = runtime.get();
    return running == null ? List.of() : running.openSessions();
  }

  ChannelOptions options() {
    return options;
  }

  ChannelListener listener() {
    return listener;
  }

  @Nullable Topics topics() {
    return topics;
  }

  @Nullable TopicCommands commands() {
    return commands;
  }

  /** What goes out if the application sends this message to sessions directly. */
  Payload outgoing(Message message) {
    return topics == null ? message.payload() : Envelope.direct(message.payload());
  }

  /** Gives the channel its life; it can have only one at a time. */
  void mount(ChannelRuntime newRuntime) {
    if (!runtime.compareAndSet(null, newRuntime)) {
      throw new IllegalStateException("the channel is mounted already, on another path or server");
    }
  }

  void unmount(ChannelRuntime oldRuntime) {
    runtime.compareAndSet(oldRuntime, null);
  }
}
