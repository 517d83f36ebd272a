package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The application's side of a session. Calls are never concurrent and keep the order open, messages
 * and changes of connection, close; a message whose stage is not complete holds up all that
 * follows.
 */
public interface SessionListener {
  /** The session exists; it comes first. */
  void opened();

  /** The next message; handled when the stage completes, or on return if there is none. */
  @Nullable CompletionStage<?> message(Payload payload);

  /** A connection of this transport carries the session now. */
  void attached(String transport);

  /**
   * Nothing carries the session now, and not merely because one poll ended and the next is coming.
   */
  void detached();

  /** A callback threw or its stage failed; the session is being closed with 1011. */
  void failed(Throwable failure);

  /** The session is over; it comes last, once. */
  void closed(ProtocolRecord.Close close);
}
