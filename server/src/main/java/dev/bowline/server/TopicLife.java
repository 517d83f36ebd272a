package dev.bowline.server;

import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.SessionArray;
import dev.bowline.server.topic.Position;
import dev.bowline.server.topic.TopicLog;
import dev.bowline.server.wire.Envelope;
import dev.bowline.server.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A topic from its first use until it is forgotten: its log, its subscribers, and the passes that
 * write what is published.
 *
 * <p><b>Order.</b> The lock covers numbering a message and appending it to the outbox of each
 * subscriber. So all see the messages of a topic in the order of their numbers; and since a call
 * returns after it has appended, what is published or sent after it comes after it, in every
 * session.
 *
 * <p><b>Joining.</b> Whoever subscribes is told the number of the next message, given what is kept
 * from there on, and joined to the subscribers, all under the lock: no message falls in between,
 * and none comes twice.
 *
 * <p><b>Leaving.</b> Unsubscribing takes the lock too, so nothing follows the word of it. A session
 * that closes is taken out without the lock, by whatever thread closes it: that may be one that
 * publishes here.
 *
 * <p>The methods that return null do so because the life is over: the caller begins the next one.
 */
final class TopicLife {
  private final Topics topics;
  private final String name;
  private final Envelope envelope;
  private final ReentrantLock lock = new ReentrantLock();
  private final TopicLog log;
  private final FanOut fanOut;
  private final ConcurrentHashMap.KeySetView<LogicalSession, Boolean> subscribers =
      ConcurrentHashMap.newKeySet();
  private final SessionArray array = new SessionArray(subscribers);
  private volatile long usedAt;
  private boolean over;

  TopicLife(Topics topics, String name, String epoch) {
    this.topics = topics;
    this.name = name;
    this.envelope = new Envelope(name);
    this.log = new TopicLog(epoch, topics.options().history());
    this.fanOut = topics.fanOut(array::get);
    this.usedAt = topics.now();
  }

  // ---- publishing

  @Nullable Boolean publish(Payload content) {
    if (lock.isHeldByCurrentThread()) {
      // A subscriber was closed by what is being published, and an executor that is this very
      // thread called the application for it. Some have the one message, and would get the other
      // before it.
      throw new IllegalStateException(
          "published to topic "
              + name
              + " by a callback in the middle of publishing to it:"
              + " the channel's executor has to be another thread");
    }
    lock.lock();
    try {
      if (over) {
        return null;
      }
      int size = envelope.size(log.next(), content);
      if (!fanOut.hasRoom(size)) {
        return false;
      }
      Payload payload = envelope.message(log.next(), content);
      usedAt = topics.now();
      log.append(payload, usedAt);
      List<LogicalSession> full = append(payload);
      fanOut.published(size);
      if (!full.isEmpty()) {
        // The others need not wait for these.
        fanOut.cover();
        for (LogicalSession session : full) {
          if (give((ChannelSession) session.listener(), payload)) {
            topics.wake(session);
          }
        }
      }
    } finally {
      lock.unlock();
    }
    fanOut.cover();
    return true;
  }

  /** Appends to each subscriber; returns those who have no room and hold the publisher. */
  private List<LogicalSession> append(Payload payload) {
    List<LogicalSession> full = List.of();
    for (LogicalSession session : array.get()) {
      switch (session.append(payload)) {
        case TAKEN -> {}
        case CLOSED -> left(session);
        case NO_ROOM -> {
          full = full.isEmpty() ? new ArrayList<>() : full;
          full.add(session);
        }
      }
    }
    return full;
  }

  /** Appends, waiting for room where the channel says so; false if the session is closed. */
  private static boolean give(ChannelSession session, Payload payload) {
    try {
      return session.append(payload);
    } catch (CancellationException interrupted) {
      // It would miss this one and get the next: rather none at all.
      session.abandon();
      return false;
    }
  }

  CompletableFuture<Void> ready() {
    return fanOut.room();
  }

  @Nullable Position position() {
    lock.lock();
    try {
      return over ? null : log.position();
    } finally {
      lock.unlock();
    }
  }

  // ---- subscribers

  int subscribers() {
    return subscribers.size();
  }

  boolean isSubscribed(ChannelSession session) {
    return subscribers.contains(session.logical());
  }

  @Nullable Replay subscribe(ChannelSession session, Optional<Position> since) {
    lock.lock();
    try {
      if (over) {
        return null;
      }
      usedAt = topics.now();
      TopicLog.Rest rest = log.since(since, usedAt);
      String epoch = log.position().epoch();
      boolean taken = give(session, Envelope.subscribed(name, epoch, rest.next(), rest.complete()));
      for (Payload kept : rest.kept()) {
        taken = taken && give(session, kept);
      }
      if (!taken || !join(session)) {
        return Replay.CLOSED;
      }
      topics.wake(session.logical());
      return rest.complete() ? Replay.COMPLETE : Replay.INCOMPLETE;
    } finally {
      lock.unlock();
    }
  }

  private boolean join(ChannelSession session) {
    if (subscribers.add(session.logical())) {
      array.changed();
      topics.joined(session, this);
    }
    if (session.isOpen()) {
      return true;
    }
    // It may have closed before it was found here by whatever closed it.
    topics.left(session);
    return false;
  }

  /** What subscribing from this position would append: messages and bytes of what is kept. */
  TopicLog.@Nullable Rest rest(Optional<Position> since) {
    lock.lock();
    try {
      return over ? null : log.since(since, topics.now());
    } finally {
      lock.unlock();
    }
  }

  boolean unsubscribe(ChannelSession session) {
    lock.lock();
    try {
      if (!left(session.logical())) {
        return false;
      }
      topics.left(session, this);
      if (give(session, Envelope.unsubscribed(name))) {
        topics.wake(session.logical());
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The session is no subscriber any more. Takes no lock. */
  boolean left(LogicalSession session) {
    if (!subscribers.remove(session)) {
      return false;
    }
    array.changed();
    usedAt = topics.now();
    return true;
  }

  // ---- the end

  /** Drops what is too old, and ends this life if nobody has a use for it. */
  boolean endsIfIdle(long idleMillis) {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      long now = topics.now();
      log.trim(now);
      over |= subscribers.isEmpty() && log.isEmpty() && now - usedAt >= idleMillis;
      return over;
    } finally {
      lock.unlock();
    }
  }
}
