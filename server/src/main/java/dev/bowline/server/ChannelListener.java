package dev.bowline.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The application's side of a channel. All methods have a default that does nothing.
 *
 * <p>Calls for one session are never concurrent and keep their order; different sessions call at
 * the same time. They run in the thread that read from the network, unless the channel has an
 * {@linkplain Channel.Builder#executor executor}: be quick, or return a stage and do the work
 * elsewhere. An exception from any of them closes that session with 1011, and no message follows.
 */
public interface ChannelListener {
  /** What {@link #onMessage} returns when it has done all it had to. */
  CompletionStage<Void> HANDLED = CompletableFuture.completedStage(null);

  /** A session has been opened. What is sent here is the first that the client gets. */
  default void onOpen(Session session) {}

  /**
   * The next message. It counts as handled, and the client is told so, when the stage completes;
   * until then no other message of this session is delivered, and a client that has too many
   * unhandled has to wait. A stage that fails closes the session with 1011.
   */
  default CompletionStage<?> onMessage(Session session, Message message) {
    return HANDLED;
  }

  /** The session was lost from sight and is back, or has moved to another transport. */
  default void onAttach(Session session, Transport transport) {}

  /** Nothing carries the session for now; it lives on until the resume timeout. */
  default void onDetach(Session session) {}

  /** The session is over. This is the last call for it. */
  default void onClose(Session session, CloseReason reason) {}
}
