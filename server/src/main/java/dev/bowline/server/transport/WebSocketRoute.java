package dev.bowline.server.transport;

import dev.bowline.server.session.Client;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.Refusal;
import dev.bowline.server.session.SessionTerms;
import dev.bowline.server.wire.MalformedException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/**
 * Upgrades to WebSocket (RFC 6455, and RFC 8441 over HTTP/2): opening, attaching, probing, and bare
 * ones.
 *
 * <p>A handshake that is wrong is refused before the upgrade. What a library's client has to know
 * (an unknown session, a stale attach) is told inside the WebSocket, because browsers hide the
 * status of a refused upgrade.
 */
final class WebSocketRoute {
  private static final String SUBPROTOCOL = "bowline.v1";
  private static final String VERSION = "13";
  private static final HttpURI NOWHERE = HttpURI.from("/");

  /** No record of ours but a message is longer; in bytes. */
  private static final long LONGEST_RECORD = 1_024;

  private final Host host;
  private final WebSocketMappings mappings;

  WebSocketRoute(Host host, WebSocketComponents components) {
    this.host = host;
    this.mappings = new WebSocketMappings(components);
  }

  /** Whether the request asks for a WebSocket. Any other upgrade is ignored (RFC 9110, 7.8). */
  static boolean isUpgrade(Request request) {
    return HttpMethod.CONNECT.is(request.getMethod())
        || (HttpMethod.GET.is(request.getMethod())
            && request.getHeaders().contains(HttpHeader.UPGRADE, "websocket"));
  }

  void handle(Call call) {
    Request request = call.request();
    if (!VERSION.equals(request.getHeaders().get(HttpHeader.SEC_WEBSOCKET_VERSION))) {
      call.response().getHeaders().put(HttpHeader.SEC_WEBSOCKET_VERSION, VERSION);
      throw new RefusedException(Problem.upgradeRequired());
    }
    List<String> offered = request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false);
    boolean library = offered.contains(SUBPROTOCOL);
    if (!library && (!offered.isEmpty() || !call.opens())) {
      throw new MalformedException("the subprotocol must be " + SUBPROTOCOL);
    }
    upgrade(call, library);
  }

  private WebSocketEndpoint endpoint(Call call, boolean library) {
    try {
      if (!host.terms().transports().contains(WebSocketConnection.TRANSPORT)) {
        throw new RefusedException(Problem.transportOff(WebSocketConnection.TRANSPORT));
      }
      return call.opens() ? opening(call, library) : attaching(call);
    } catch (RuntimeException refused) {
      return new RefusedWebSocket(ChannelRoutes.problem(refused).record(), !library);
    }
  }

  private WebSocketEndpoint opening(Call call, boolean library) {
    Parameters parameters = call.parameters();
    if (library && parameters.has("v")) {
      Version.require(parameters, Client.LIBRARY);
    }
    Client client = library ? Client.LIBRARY : Client.BARE_WEBSOCKET;
    LogicalSession session = host.open(client, call.request(), call.principal());
    int maxMessage = host.terms().maxMessage();
    if (!library) {
      return new BareWebSocket(session, maxMessage);
    }
    return new LibraryWebSocket(
        session,
        maxMessage,
        DirectWrite.endPoint(call.request()),
        connection -> {
          session.open(connection);
          return true;
        });
  }

  private WebSocketEndpoint attaching(Call call) {
    Parameters parameters = call.parameters();
    int maxMessage = host.terms().maxMessage();
    boolean probes = parameters.has("probe");
    OptionalLong number = parameters.positive("attach");
    long position = probes ? 0 : parameters.required("ack");
    LogicalSession session = call.session(host);
    if (session.closed().isPresent()) {
      throw new RefusedException(Problem.closed(session.closed().get()));
    }
    if (probes) {
      return new WebSocketProbe(
          session,
          maxMessage,
          DirectWrite.endPoint(call.request()),
          call.request().getComponents().getScheduler(),
          (connection, attach, ack) -> attach(session, connection, OptionalLong.of(attach), ack));
    }
    return new LibraryWebSocket(
        session,
        maxMessage,
        DirectWrite.endPoint(call.request()),
        connection -> attach(session, connection, number, position));
  }

  private static boolean attach(
      LogicalSession session, WebSocketConnection connection, OptionalLong number, long position) {
    Refusal refusal = session.attach(connection, number, position);
    if (refusal == null) {
      return true;
    }
    connection.refuse(Call.problem(refusal, session).record());
    return false;
  }

  /** A session is opened or attached only once the handshake has been found to be one. */
  private void upgrade(Call call, boolean library) {
    WebSocketNegotiator negotiator =
        (request, response, callback) -> {
          response.setExtensions(List.of());
          if (library) {
            response.setAcceptedSubProtocol(SUBPROTOCOL);
          }
          return endpoint(call, library);
        };
    Request request = nameless(call.request());
    if (!mappings.upgrade(negotiator, request, call.response(), call.callback(), this::configure)) {
      throw new MalformedException("not a WebSocket handshake");
    }
  }

  /**
   * The request under a URI that says nothing. Jetty keeps a {@link java.net.URI} of each
   * WebSocket, and that class takes less than browsers leave in a query: braces, for example.
   */
  private static Request nameless(Request request) {
    return new Request.Wrapper(request) {
      @Override
      public HttpURI getHttpURI() {
        return NOWHERE;
      }
    };
  }

  /**
   * Larger messages than we take arrive in pieces, so that we and not Jetty refuse them, with a
   * record; what we send always fits one frame.
   */
  private void configure(Configuration socket) {
    SessionTerms terms = host.terms();
    socket.setAutoFragment(true);
    socket.setMaxFrameSize(Math.max(LONGEST_RECORD, terms.maxMessage() + 1L));
    socket.setMaxTextMessageSize(-1);
    socket.setMaxBinaryMessageSize(-1);
    socket.setIdleTimeout(Duration.ofMillis(3 * terms.heartbeat()));
  }
}
