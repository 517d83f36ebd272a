package dev.bowline.server.session;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which connection carries the session, and what it tells of the other end: at most one is
 * attached, and a connection that was left can neither speak for the session nor count as a sign of
 * life. Knows since when there has been none, and when a client is to be asked or given up. Not
 * thread-safe: guarded by its session.
 */
final class Attachment {
  /** How long the next poll may be under way before the application is told of a detachment. */
  private static final long BETWEEN_POLLS = 10_000;

  /**
   * How long a poll is held before it is told that it has settled. Where messages keep coming none
   * is held for so long.
   */
  private static final long SETTLES_AFTER = 1_000;

  private final SessionTerms terms;
  private final Client client;
  private final SessionRegistry registry;
  private final Inbox inbox;
  private final Downlink downlink;
  private final Callbacks callbacks;

  private @Nullable Connection attached;
  private long highestNumber = 1;
  private boolean resumed;
  private boolean heardAgain;
  private boolean settled;
  private long heardAt;
  private long detachedAt;

  Attachment(
      SessionTerms terms,
      Client client,
      SessionRegistry registry,
      Inbox inbox,
      Downlink downlink,
      Callbacks callbacks) {
    this.terms = terms;
    this.client = client;
    this.registry = registry;
    this.inbox = inbox;
    this.downlink = downlink;
    this.callbacks = callbacks;
    this.heardAt = this.detachedAt = registry.now();
  }

  @Nullable Connection connection() {
    return attached;
  }

  /** Whether a newer attach than this has been seen. */
  boolean isStale(OptionalLong number) {
    return number.isPresent() && number.getAsLong() < highestNumber;
  }

  /** The connection that opened the session carries it. */
  void open(Connection connection) {
    attached = connection;
    settled = connection.hold().isEmpty();
    downlink.begin(connection.introduced(), resumed);
    heardAt = registry.now();
    callbacks.carriedBy(connection.transport());
  }

  /** Another connection carries the session; the one before is ended. */
  void takeOver(Connection connection, OptionalLong number, Effects effects) {
    long attach = number.orElse(highestNumber + 1);
    if (attached != null) {
      if (attach > highestNumber) {
        attached.lastWord(CloseCode.SUPERSEDED.error("a newer connection"));
      }
      effects.end(attached);
    }
    highestNumber = attach;
    resumed = true;
    heardAgain = true;
    open(connection);
  }

  void letGo(boolean anotherIsComing) {
    attached = null;
    detachedAt = registry.now();
    if (!anotherIsComing) {
      callbacks.carriedByNothing();
    }
  }

  /** The client is there. */
  void heard() {
    heardAt = registry.now();
    heardAgain = true;
    downlink.answered();
  }

  // ---- time

  /** Asks a client that has been silent, and tells of a detachment that is no pause any more. */
  void look(long now, Effects effects) {
    if (attached == null) {
      if (now >= detachedAt + BETWEEN_POLLS) {
        callbacks.carriedByNothing();
      }
    } else if (now >= speaksAt(attached)) {
      downlink.ping();
      effects.wake(attached);
    } else if (now >= settlesAt()) {
      settled = true;
      effects.settled(attached);
    }
  }

  /** Whether the attached connection has to be taken for dead. */
  boolean isDead(long now) {
    return attached != null && answersPings(attached) && now >= heardAt + terms.silenceLimit();
  }

  /** Whether there has been no connection for too long. */
  boolean isAbandoned(long now) {
    return attached == null && now >= expiresAt();
  }

  private boolean answersPings(Connection connection) {
    return switch (client) {
      case LIBRARY -> connection.hold().isEmpty();
      // Nothing is read from it, pongs neither, while the application has a message in hand.
      case BARE_WEBSOCKET -> inbox.handled() == inbox.accepted();
      case EVENT_SOURCE -> false;
    };
  }

  private long speaksAt(Connection connection) {
    long silent = downlink.silentSince(connection.hold().orElse(terms.heartbeat()));
    return answersPings(connection) ? Math.min(silent, downlink.unheardSince(heardAt)) : silent;
  }

  private long settlesAt() {
    return settled ? DeadlineWheel.NEVER : downlink.silentSince(SETTLES_AFTER);
  }

  private long expiresAt() {
    boolean neverHeardAgain = client == Client.LIBRARY && !heardAgain;
    long longest = terms.resumeTimeout();
    return detachedAt + (neverHeardAgain ? Math.min(terms.openTimeout(), longest) : longest);
  }

  /**
   * When something here becomes due.
   *
   * @param expires whether the session ends if it stays without a connection
   */
  long deadline(boolean expires) {
    if (attached != null) {
      long acknowledgesOrSettles = Math.min(downlink.acknowledgesAt(), settlesAt());
      long speaks = Math.min(speaksAt(attached), acknowledgesOrSettles);
      return answersPings(attached) ? Math.min(speaks, heardAt + terms.silenceLimit()) : speaks;
    }
    long expiry = expires ? expiresAt() : DeadlineWheel.NEVER;
    return callbacks.carrier() == null ? expiry : Math.min(expiry, detachedAt + BETWEEN_POLLS);
  }
}
