package dev.bowline.server.session;

import dev.bowline.server.wire.ProtocolRecord;
import java.util.OptionalLong;

/**
 * One physical carrier of a session, as the session sees it. A session that has let go of it says
 * so at the next pull; whatever the connection tells the session then is ignored. The session calls
 * it from any thread; no method may block or throw. What has the connection do something is called
 * without the session's lock.
 */
public interface Connection {
  /** The transport's name on the wire, for people and the application. */
  String transport();

  /**
   * How long a connection that gives one reply and is then done (a long poll) may be held, in
   * milliseconds; empty for one that goes on.
   */
  OptionalLong hold();

  /** Whether the session introduces itself on this connection with a {@code session} record. */
  boolean introduced();

  /**
   * There may be something to {@linkplain LogicalSession#pull pull}. Idempotent: a wake that finds
   * a write in flight only has to make sure of one more pull after it.
   */
  void wake();

  /**
   * It gives one reply, and has been held for so long that it is worth the cost to notice if its
   * client leaves. Called at most once.
   */
  default void settled() {}

  /**
   * The session is letting go of this connection, whose last record is to be {@code notice} when a
   * pull says that it doesn't go on. It is told inside the session's lock, so that no pull can say
   * so before, and must only be remembered. A wake follows.
   */
  void lastWord(ProtocolRecord.Error notice);

  /** The same without ceremony: the connection is dead, or doesn't take what it should be told. */
  void cut();
}
