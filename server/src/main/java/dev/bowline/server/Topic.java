package dev.bowline.server;

import dev.bowline.server.topic.Position;
import dev.bowline.server.wire.MalformedException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A named broadcast of a channel. What is published reaches every session that is subscribed; in
 * each session, the messages of all its topics and those sent to it directly keep the order of the
 * calls. Thread-safe.
 *
 * <p>A message is encoded once for each encoding, however many get it, and the sockets are written
 * by other threads than the publisher's. A publisher that is faster than they are is told so:
 *
 * <pre>{@code
 * Topic prices = channel.topic("prices");
 * if (!prices.publish(price)) {
 *   prices.ready().thenRun(() -> prices.publish(newestPrice()));
 * }
 * }</pre>
 *
 * <p><b>Positions.</b> The messages of a topic are numbered. A position names one, and stays valid
 * while the topic lives; what is kept after it is up to {@link TopicsBuilder#history}. A topic that
 * nobody is subscribed to, and that keeps nothing, is forgotten when it has not been used for the
 * channel's resume timeout. The next use begins a new life, in which no earlier position is known.
 *
 * <p><b>On a channel with {@link SlowClient#HOLD}</b> a session without room holds the publisher,
 * and with it whoever else wants to publish to that topic or to subscribe to it.
 */
public final class Topic {
  private final Topics topics;
  private final String name;

  Topic(Topics topics, String name) {
    this.topics = topics;
    this.name = name;
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** How many sessions are subscribed. */
  public int subscribers() {
    return topics.subscribers(name);
  }

  /**
   * Publishes a message: numbers it and appends it to what each subscriber will get. It does not
   * block, unless the channel {@linkplain SlowClient#HOLD holds} senders; a thread that is
   * interrupted while it is held closes the sessions that hold it.
   *
   * @return false if the publisher is as far ahead of the connections as it {@linkplain
   *     TopicsBuilder#ahead may be}, and nothing was published; {@link #ready} tells when to try
   *     again
   * @throws IllegalArgumentException if the message is larger than the channel's maxMessage
   * @throws IllegalStateException if this would be one topic too many, or if a callback publishes
   *     inside of a call that publishes, since the channel's executor is the calling thread
   */
  public boolean publish(Message message) {
    ChannelSession.checkSize(topics.channel(), message);
    return topics.use(name, life -> life.publish(message.payload()));
  }

  /** Publishes a text; see {@link #publish(Message)}. */
  public boolean publish(String text) {
    return publish(Message.text(text));
  }

  /** Publishes bytes, which are copied; see {@link #publish(Message)}. */
  public boolean publish(byte[] bytes) {
    return publish(Message.binary(bytes));
  }

  /** Completes when it is worth trying to publish again; at once if nobody is ahead. */
  public CompletionStage<Void> ready() {
    return topics.ready(name);
  }

  /**
   * The position after the last message that was published.
   *
   * @throws IllegalStateException if this would be one topic too many
   */
  public String position() {
    return topics.use(name, TopicLife::position).toString();
  }

  /**
   * Subscribes a session: it gets what is published from now on, until it is unsubscribed or
   * closed. Its client is told. Subscribing again tells the client once more and changes nothing.
   *
   * @return false if the session is closed
   * @throws IllegalArgumentException if the session is of another channel
   * @throws IllegalStateException if this would be one topic too many
   */
  public boolean subscribe(Session session) {
    return subscribe(session, Optional.empty()) != Replay.CLOSED;
  }

  /**
   * Subscribes a session from a position: it first gets what is kept of what was published after
   * that. Nothing is missed or repeated between the two. A session that is subscribed already goes
   * back to that position.
   *
   * @param since a {@linkplain #position position} of this topic, perhaps of an earlier life
   * @return whether all that was published since follows
   * @throws IllegalArgumentException if that is no position, or the session is of another channel
   * @throws IllegalStateException if this would be one topic too many
   */
  public Replay subscribe(Session session, String since) {
    try {
      return subscribe(session, Optional.of(Position.parse(since)));
    } catch (MalformedException malformed) {
      throw new IllegalArgumentException("'" + since + "' is no position of a topic", malformed);
    }
  }

  private Replay subscribe(Session session, Optional<Position> since) {
    ChannelSession subscriber = topics.own(session);
    return topics.use(name, life -> life.subscribe(subscriber, since));
  }

  /**
   * Ends a subscription, and tells the client.
   *
   * @return whether there was one
   * @throws IllegalArgumentException if the session is of another channel
   */
  public boolean unsubscribe(Session session) {
    return topics.unsubscribe(name, topics.own(session));
  }

  /** The same name in the same channel. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Topic topic && topics == topic.topics && name.equals(topic.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "topic " + name;
  }
}
