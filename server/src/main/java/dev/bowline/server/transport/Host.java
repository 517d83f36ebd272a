package dev.bowline.server.transport;

import dev.bowline.server.session.Client;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.SessionTerms;
import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.server.Request;

/** What the routes need of the channel behind them. */
public interface Host {
  SessionTerms terms();

  /**
   * Says whose request it is; nobody's in particular if empty. The stage fails with a {@link
   * RefusedException} where the channel wants to know and doesn't.
   */
  CompletionStage<Optional<Principal>> identify(Request request);

  /**
   * Makes a session for the request, or throws a {@link RefusedException}: there are too many, or
   * the server is going down.
   */
  LogicalSession open(Client client, Request request, Optional<Principal> principal);

  /**
   * The session with this token. Throws a {@link RefusedException} when nothing is served any more.
   */
  Optional<LogicalSession> find(String token);

  /**
   * Counts a post against its client's address; throws a {@link RefusedException} if it's too many.
   */
  void countPost(Request request);
}
