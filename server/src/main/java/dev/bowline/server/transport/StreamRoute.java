package dev.bowline.server.transport;

import com.google.common.base.Splitter;
import dev.bowline.server.session.Client;
import dev.bowline.server.session.CloseCode;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.Refusal;
import dev.bowline.server.wire.MalformedException;
import dev.bowline.server.wire.Numbers;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Event streams: opening, attaching, probing, and the browser's own reconnect with Last-Event-ID,
 * which knows nothing of ours.
 */
final class StreamRoute {
  private static final int MAX_PAD = 8192;

  /** Cuts off the parameters of a media type. */
  private static final Splitter MEDIA_TYPE = Splitter.on(';').trimResults().limit(2);

  private final Host host;

  StreamRoute(Host host) {
    this.host = host;
  }

  /** Whether the request asks for an event stream. */
  static boolean isAccepted(Request request) {
    for (String type : request.getHeaders().getCSV(HttpHeader.ACCEPT, false)) {
      if (MEDIA_TYPE.split(type).iterator().next().equalsIgnoreCase("text/event-stream")) {
        return true;
      }
    }
    return false;
  }

  void handle(Call call) {
    Parameters parameters = call.parameters();
    int pad = (int) Math.min(parameters.number("pad").orElse(0), MAX_PAD);
    OptionalLong number = parameters.positive("attach");
    Optional<LastEventId> last = LastEventId.of(call.request());
    boolean attaches = last.isEmpty() && !call.opens() && !parameters.has("probe");
    long position = attaches ? parameters.required("ack") : 0;
    requireOffer();
    if (last.isPresent()) {
      resume(call, last.get(), pad);
    } else if (call.opens()) {
      open(call, parameters, pad);
    } else if (parameters.has("probe")) {
      LogicalSession session = call.session(host);
      session
          .closed()
          .map(Problem::closed)
          .map(RefusedException::new)
          .ifPresent(StreamRoute::raise);
      StreamProbe.start(call);
    } else {
      attach(call, call.session(host), number, position, pad);
    }
  }

  private static void raise(RefusedException refused) {
    throw refused;
  }

  private void requireOffer() {
    if (!host.terms().transports().contains(StreamConnection.TRANSPORT)) {
      throw new RefusedException(Problem.transportOff(StreamConnection.TRANSPORT));
    }
  }

  private void open(Call call, Parameters parameters, int pad) {
    Client client =
        parameters.has("v") ? Version.require(parameters, Client.LIBRARY) : Client.EVENT_SOURCE;
    LogicalSession session = host.open(client, call.request(), call.principal());
    StreamConnection connection = connection(call, session, pad);
    session.open(connection);
    connection.watch();
  }

  private void resume(Call call, LastEventId last, int pad) {
    if (!call.opens() && !call.name().equals(last.token())) {
      throw new RefusedException(Problem.unknownSession());
    }
    Optional<LogicalSession> known = host.find(last.token());
    boolean expired =
        known
            .flatMap(LogicalSession::closed)
            .filter(close -> close.code() == CloseCode.EXPIRED.code())
            .isPresent();
    if (call.opens() && (known.isEmpty() || expired)) {
      open(call, call.parameters(), pad);
    } else {
      LogicalSession session = call.session(host, last.token());
      attach(call, session, OptionalLong.empty(), last.number(), pad);
    }
  }

  private void attach(
      Call call, LogicalSession session, OptionalLong number, long position, int pad) {
    StreamConnection connection = connection(call, session, pad);
    Refusal refusal = session.attach(connection, number, position);
    if (refusal != null) {
      throw new RefusedException(Call.problem(refusal, session));
    }
    connection.watch();
  }

  private static StreamConnection connection(Call call, LogicalSession session, int pad) {
    return new StreamConnection(
        session, session.client(), pad, call.request(), call.response(), call.callback());
  }

  /** Where a plain EventSource was: {@code token.number}. */
  private record LastEventId(String token, long number) {
    static Optional<LastEventId> of(Request request) {
      String header = request.getHeaders().get("Last-Event-ID");
      int dot = header == null ? -1 : header.lastIndexOf('.');
      if (header == null || header.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new LastEventId(
                header.substring(0, Math.max(dot, 0)), Numbers.parse(header.substring(dot + 1))));
      } catch (MalformedException malformed) {
        return Optional.of(new LastEventId("", 0));
      }
    }
  }
}
