package dev.bowline.server;

import dev.bowline.server.session.Window;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Channel}: its callbacks, its limits and times. Every option has a default that
 * suits most; {@link #build} checks them all, and names the option and the bound where one is
 * broken. Not thread-safe.
 */
public final class ChannelBuilder {
  private final CallbackListener callbacks = new CallbackListener();
  private @Nullable ChannelListener listener;

  private int sendMessages = ChannelOptions.DEFAULTS.sendMessages();
  private long sendBytes = ChannelOptions.DEFAULTS.sendBytes();
  private int receiveMessages = ChannelOptions.DEFAULTS.receiveMessages();
  private long receiveBytes = ChannelOptions.DEFAULTS.receiveBytes();
  private SlowClient slowClient = ChannelOptions.DEFAULTS.slowClient();
  private int maxMessage = ChannelOptions.DEFAULTS.maxMessageBytes();
  private int maxBatch = ChannelOptions.DEFAULTS.maxBatchBytes();
  private Duration heartbeat = ChannelOptions.DEFAULTS.heartbeat();
  private Duration pollHold = ChannelOptions.DEFAULTS.pollHold();
  private Duration resumeTimeout = ChannelOptions.DEFAULTS.resumeTimeout();
  private Duration openTimeout = ChannelOptions.DEFAULTS.openTimeout();
  private Duration drain = ChannelOptions.DEFAULTS.drain();
  private int maxSessions = ChannelOptions.DEFAULTS.maxSessions();
  private int maxSessionsPerPrincipal = ChannelOptions.DEFAULTS.maxSessionsPerPrincipal();
  private int opensPerSecond = ChannelOptions.DEFAULTS.opensPerSecond();
  private int postsPerSecond = ChannelOptions.DEFAULTS.postsPerSecond();
  private Set<Transport> transports = ChannelOptions.DEFAULTS.transports();
  private Set<String> allowedOrigins = ChannelOptions.DEFAULTS.allowedOrigins();
  private Optional<Authenticator> authenticator = Optional.empty();
  private Optional<Executor> executor = Optional.empty();
  private Optional<TopicsBuilder> topics = Optional.empty();

  ChannelBuilder() {}

  /** Called when a session has been opened; see {@link ChannelListener#onOpen}. */
  public ChannelBuilder onOpen(Consumer<Session> callback) {
    callbacks.open = callback;
    return this;
  }

  /** Called for each message, which is handled when this returns. */
  public ChannelBuilder onMessage(BiConsumer<Session, Message> callback) {
    return onMessageAsync(
        (session, message) -> {
          callback.accept(session, message);
          return ChannelListener.HANDLED;
        });
  }

  /**
   * Called for each message, which is handled when the stage completes; see {@link
   * ChannelListener#onMessage}.
   */
  public ChannelBuilder onMessageAsync(
      BiFunction<Session, Message, ? extends CompletionStage<?>> callback) {
    callbacks.message = callback;
    return this;
  }

  /** Called when a session is back or has moved; see {@link ChannelListener#onAttach}. */
  public ChannelBuilder onAttach(BiConsumer<Session, Transport> callback) {
    callbacks.attach = callback;
    return this;
  }

  /** Called when nothing carries a session; see {@link ChannelListener#onDetach}. */
  public ChannelBuilder onDetach(Consumer<Session> callback) {
    callbacks.detach = callback;
    return this;
  }

  /** Called when a session is over; see {@link ChannelListener#onClose}. */
  public ChannelBuilder onClose(BiConsumer<Session, CloseReason> callback) {
    callbacks.close = callback;
    return this;
  }

  /** All callbacks in one object, instead of those above. */
  public ChannelBuilder listener(ChannelListener all) {
    listener = all;
    return this;
  }

  /**
   * How much is kept for a client that has not acknowledged it. Default 1,024 messages and 4 MiB.
   */
  public ChannelBuilder sendWindow(int messages, long bytes) {
    sendMessages = messages;
    sendBytes = bytes;
    return this;
  }

  /** How much of a client's may be unhandled. Default 256 messages and 1 MiB. */
  public ChannelBuilder receiveWindow(int messages, long bytes) {
    receiveMessages = messages;
    receiveBytes = bytes;
    return this;
  }

  /** What happens beyond the send window. Default {@link SlowClient#CLOSE}. */
  public ChannelBuilder slowClient(SlowClient policy) {
    slowClient = policy;
    return this;
  }

  /** The largest message, either way, in bytes. Default 1 MiB. */
  public ChannelBuilder maxMessage(int bytes) {
    maxMessage = bytes;
    return this;
  }

  /** The largest batch that a client may post, in bytes as encoded. Default 256 KiB. */
  public ChannelBuilder maxBatch(int bytes) {
    maxBatch = bytes;
    return this;
  }

  /** The longest silence on a WebSocket or stream. Default 20 s: below every proxy's patience. */
  public ChannelBuilder heartbeat(Duration interval) {
    heartbeat = interval;
    return this;
  }

  /** The longest that a poll is held, or a post while its messages are handled. Default 25 s. */
  public ChannelBuilder pollHold(Duration hold) {
    pollHold = hold;
    return this;
  }

  /** How long a session lives without a connection. Default 2 minutes. */
  public ChannelBuilder resumeTimeout(Duration timeout) {
    resumeTimeout = timeout;
    return this;
  }

  /** The same for one that is never heard of again once opened. Default 30 s. */
  public ChannelBuilder openTimeout(Duration timeout) {
    openTimeout = timeout;
    return this;
  }

  /** How long an orderly stop gives clients to take what is left for them. Default 5 s. */
  public ChannelBuilder drain(Duration time) {
    drain = time;
    return this;
  }

  /** How many sessions there may be. Default 100,000. */
  public ChannelBuilder maxSessions(int sessions) {
    maxSessions = sessions;
    return this;
  }

  /** How many sessions one principal may have. Default no limit. */
  public ChannelBuilder maxSessionsPerPrincipal(int sessions) {
    maxSessionsPerPrincipal = sessions;
    return this;
  }

  /**
   * How many sessions one client address may open a second; bursts of twice that. Default 1,000: it
   * stops a loop gone wild, and a whole company behind one address doesn't notice.
   */
  public ChannelBuilder opensPerSecond(int opens) {
    opensPerSecond = opens;
    return this;
  }

  /** How many posts one client address may make a second; bursts of twice that. Default 5,000. */
  public ChannelBuilder postsPerSecond(int posts) {
    postsPerSecond = posts;
    return this;
  }

  /** The transports on offer. Default all. */
  public ChannelBuilder transports(Transport first, Transport... others) {
    transports = EnumSet.of(first, others);
    return this;
  }

  /**
   * Other origins whose pages may use the channel, like {@code https://app.example.com}; {@code *}
   * for any, without credentials. Default none: only pages of the channel's own origin.
   */
  public ChannelBuilder allowedOrigins(String... origins) {
    allowedOrigins = new LinkedHashSet<>(List.of(origins));
    return this;
  }

  /** Who says whose a request is. Default nobody: all are anonymous and welcome. */
  public ChannelBuilder authenticator(Authenticator asked) {
    authenticator = Optional.of(asked);
    return this;
  }

  /**
   * Where callbacks run. Default the thread that read from the network, or with {@link
   * SlowClient#HOLD} the server's thread pool.
   */
  public ChannelBuilder executor(Executor where) {
    executor = Optional.of(where);
    return this;
  }

  /**
   * Gives the channel {@linkplain Channel#topic topics}, whose messages go to clients in an
   * envelope that the JavaScript client's {@code topics} understands; see the protocol's section
   * 12. Default none.
   */
  public ChannelBuilder topics() {
    return topics(defaults -> {});
  }

  /** The same, with options. A second call sets more of them. */
  public ChannelBuilder topics(Consumer<TopicsBuilder> options) {
    TopicsBuilder builder = topics.orElseGet(TopicsBuilder::new);
    options.accept(builder);
    topics = Optional.of(builder);
    return this;
  }

  /**
   * Makes the channel.
   *
   * @throws IllegalArgumentException if an option is out of its bounds
   */
  public Channel build() {
    Window send = new Window(sendMessages, sendBytes);
    ChannelOptions options =
        new ChannelOptions(
                sendMessages,
                sendBytes,
                receiveMessages,
                receiveBytes,
                slowClient,
                maxMessage,
                maxBatch,
                heartbeat,
                pollHold,
                resumeTimeout,
                openTimeout,
                drain,
                maxSessions,
                maxSessionsPerPrincipal,
                opensPerSecond,
                postsPerSecond,
                Set.copyOf(transports),
                Set.copyOf(allowedOrigins),
                authenticator,
                executor,
                topics.map(it -> it.build(send)))
            .validated();
    return new Channel(options, listener == null ? callbacks.sealed() : listener);
  }
}
