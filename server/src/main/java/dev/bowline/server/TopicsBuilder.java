package dev.bowline.server;

import dev.bowline.server.session.Window;
import dev.bowline.server.topic.Retention;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How the topics of a channel behave; see {@link ChannelBuilder#topics}. Every option has a
 * default. They are checked when the channel is built. Not thread-safe.
 */
public final class TopicsBuilder {
  private static final int AHEAD_MESSAGES = 256;
  private static final long AHEAD_BYTES = 1024 * 1024;
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private Retention history = Retention.NONE;
  private @Nullable Window ahead;
  private int topicsPerSession = 100;
  private int maxTopics = 100_000;
  private BiFunction<Session, String, ? extends CompletionStage<Boolean>> onSubscribe =
      (session, topic) -> CompletableFuture.completedStage(false);

  TopicsBuilder() {}

  /**
   * Whether a client may subscribe its session to the topic of this name. Called like {@link
   * ChannelListener#onMessage}, and in order with it. Without this no client may, and only the
   * application subscribes sessions.
   */
  public TopicsBuilder onSubscribe(BiPredicate<Session, String> allows) {
    return onSubscribeAsync(
        (session, topic) -> CompletableFuture.completedStage(allows.test(session, topic)));
  }

  /**
   * The same, decided when the stage completes; what the client sends next waits for that. A stage
   * that fails closes the session with 1011.
   */
  public TopicsBuilder onSubscribeAsync(
      BiFunction<Session, String, ? extends CompletionStage<Boolean>> allows) {
    onSubscribe = allows;
    return this;
  }

  /**
   * What each topic keeps for those who subscribe from a position: the newest messages, within each
   * of these bounds. Default none. At most half of the send window, since a session that comes late
   * gets all of it at once.
   */
  public TopicsBuilder history(int messages, long bytes, Duration age) {
    Duration kept = age.compareTo(FOR_EVER) > 0 ? FOR_EVER : age;
    history = new Retention(messages, bytes, kept.toMillis());
    return this;
  }

  /**
   * How far a publisher may be ahead of the connections before {@link Topic#publish} refuses.
   * Default 256 messages and 1 MiB, or a quarter of the send window where that is less. At most
   * half of the send window, so that nobody who keeps up is overrun.
   */
  public TopicsBuilder ahead(int messages, long bytes) {
    ahead = new Window(messages, bytes);
    return this;
  }

  /** How many topics a session may be in, for its client to subscribe to one more. Default 100. */
  public TopicsBuilder topicsPerSession(int topics) {
    topicsPerSession = topics;
    return this;
  }

  /** How many topics there may be at a time. Default 100,000. */
  public TopicsBuilder maxTopics(int topics) {
    maxTopics = topics;
    return this;
  }

  TopicsOptions build(Window send) {
    Window allowed = ahead;
    if (allowed == null) {
      allowed =
          new Window(
              Math.max(1, Math.min(AHEAD_MESSAGES, send.messages() / 4)),
              Math.max(1, Math.min(AHEAD_BYTES, send.bytes() / 4)));
    }
    return new TopicsOptions(history, allowed, topicsPerSession, maxTopics, onSubscribe)
        .validated(send);
  }
}
