package dev.bowline.server.transport;

import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.Refusal;
import java.security.Principal;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One request on its way through the routes.
 *
 * @param name the session's token, or empty on the channel's own path
 * @param principal whose request it is
 */
record Call(
    String name,
    Optional<Principal> principal,
    Request request,
    Response response,
    Callback callback) {

  /** Whether it goes to the channel itself, not to a session. */
  boolean opens() {
    return name.isEmpty();
  }

  Parameters parameters() {
    return Parameters.of(request);
  }

  /** The session that the path names, if it is this principal's. */
  LogicalSession session(Host host) {
    return session(host, name);
  }

  LogicalSession session(Host host, String token) {
    LogicalSession session =
        host.find(token).orElseThrow(() -> new RefusedException(Problem.unknownSession()));
    if (!session.owner().equals(principal.map(Principal::getName))) {
      throw new RefusedException(Problem.unauthenticated("the session belongs to somebody else"));
    }
    return session;
  }

  /** What a client is told about an attach that its session refused. */
  static Problem problem(Refusal refusal, LogicalSession session) {
    return switch (refusal) {
      case CLOSED -> session.closed().map(Problem::closed).orElseGet(Problem::unknownSession);
      case SUPERSEDED -> Problem.superseded();
      case BAD_POSITION ->
          Problem.malformed("ack was released already, or is beyond what was sent");
    };
  }
}
