package dev.bowline.compat.conformance.wrong;

import dev.bowline.server.ChannelListener;
import dev.bowline.server.CloseReason;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import dev.bowline.server.Transport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Says of every message at once that it is handled, and hands it to the application when that has
 * finished with the one before.
 */
record Careless(ChannelListener application) implements ChannelListener {

  private static final String LAST = "careless.last";

  @Override
  public CompletionStage<?> onMessage(Session session, Message message) {
    Object before = session.attributes().get(LAST);
    CompletableFuture<?> last =
        before instanceof CompletableFuture<?> future
            ? future
            : CompletableFuture.completedFuture(null);
    session
        .attributes()
        .put(
            LAST,
            last.thenCompose(done -> application.onMessage(session, message))
                .toCompletableFuture());
    return HANDLED;
  }

  @Override
  public void onOpen(Session session) {
    application.onOpen(session);
  }

  @Override
  public void onAttach(Session session, Transport transport) {
    application.onAttach(session, transport);
  }

  @Override
  public void onDetach(Session session) {
    application.onDetach(session);
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    application.onClose(session, reason);
  }
}
