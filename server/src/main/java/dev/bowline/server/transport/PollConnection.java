package dev.bowline.server.transport;

import dev.bowline.server.session.LogicalSession;
import java.util.OptionalLong;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One long poll: held until there is something to say, or for as long as it may. */
final class PollConnection extends ResponseConnection {
  static final String TRANSPORT = "polling";

  private final long hold;
  private final boolean opens;

  /**
   * @param hold how long it may be held, in milliseconds
   * @param opens whether it is the reply that opens the session
   */
  PollConnection(
      LogicalSession session,
      long hold,
      boolean opens,
      Request request,
      Response response,
      Callback completion) {
    super(session, request, response, completion);
    this.hold = hold;
    this.opens = opens;
  }

  @Override
  public String transport() {
    return TRANSPORT;
  }

  @Override
  public OptionalLong hold() {
    return OptionalLong.of(hold);
  }

  /** Not before: to watch takes the selector to work, and most polls are answered soon. */
  @Override
  public void settled() {
    watch();
  }

  @Override
  public boolean introduced() {
    return opens;
  }
}
