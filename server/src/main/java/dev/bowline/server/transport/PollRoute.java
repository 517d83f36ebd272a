package dev.bowline.server.transport;

import dev.bowline.server.session.Client;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.Refusal;
import dev.bowline.server.wire.MalformedException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** Long polls: the post that opens, and the polls that follow. */
final class PollRoute {
  private final Host host;

  PollRoute(Host host) {
    this.host = host;
  }

  void open(Call call) {
    Client client = Version.require(call.parameters(), Client.LIBRARY);
    requireOffer();
    Body.read(call, 0, body -> opened(call, client, body));
  }

  private void opened(Call call, Client client, ByteBuffer body) {
    if (body.hasRemaining()) {
      throw new MalformedException("the post that opens has no body");
    }
    LogicalSession session = host.open(client, call.request(), call.principal());
    session.open(
        new PollConnection(session, 0, true, call.request(), call.response(), call.callback()));
  }

  void attach(Call call) {
    Parameters parameters = call.parameters();
    OptionalLong number = parameters.positive("attach");
    long position = parameters.required("ack");
    long longest = host.terms().pollHold();
    long hold = Math.min(longest, parameters.number("wait").orElse(longest));
    requireOffer();
    LogicalSession session = call.session(host);
    PollConnection poll =
        new PollConnection(session, hold, false, call.request(), call.response(), call.callback());
    Refusal refusal = session.attach(poll, number, position);
    if (refusal != null) {
      throw new RefusedException(Call.problem(refusal, session));
    }
  }

  private void requireOffer() {
    if (!host.terms().transports().contains(PollConnection.TRANSPORT)) {
      throw new RefusedException(Problem.transportOff(PollConnection.TRANSPORT));
    }
  }
}
