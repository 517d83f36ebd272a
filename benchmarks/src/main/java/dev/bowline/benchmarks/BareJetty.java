package dev.bowline.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/**
 * The least that Jetty core can do for an idle WebSocket, event stream or poll, on the connectors
 * that the channel's own server has: no session, no bounds, and no notice of a client that is gone.
 * It says one thing at the beginning, as a channel does, and then nothing.
 */
final class BareJetty implements Subject {
  private static final String SUBPROTOCOL = "bowline.v1";

  /** As short as it can be and still tell a client of ours where to poll. */
  private static final String GREETING =
      "event: session\ndata: {\"session\":\"AAAAAAAAAAAAAAAAAAAAAAAA\"}\n\n";

  private final ServerConnector connector;
  private final AtomicInteger open = new AtomicInteger();

  BareJetty() throws Exception {
    Server server = new Server();
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    // Else a connection costs 104 kB more from its second request on.
    configuration.setHeaderCacheSize(0);
    connector =
        new ServerConnector(
            server,
            1,
            -1,
            new HttpConnectionFactory(configuration),
            new HTTP2CServerConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Idle(
            new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(server))));
    server.start();
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public int sessions() {
    return open.get();
  }

  /** Answers as the client's request wants it: upgrade, stream, opening post or poll. */
  private final class Idle extends Handler.Abstract.NonBlocking {
    private final WebSocketMappings mappings;

    Idle(WebSocketMappings mappings) {
      this.mappings = mappings;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (request.getHeaders().contains(HttpHeader.UPGRADE, "websocket")) {
        return upgrade(request, response, callback);
      }
      boolean brief = Request.getPathInContext(request).startsWith(IdleClient.BRIEF);
      request.addIdleTimeoutListener(timeout -> false);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store, no-transform");
      if (brief || request.getMethod().equals("POST")) {
        Content.Sink.write(response, true, GREETING, callback);
      } else if (request.getHeaders().contains(HttpHeader.ACCEPT, "text/event-stream")) {
        open.incrementAndGet();
        response.write(false, UTF_8.encode(GREETING), Callback.NOOP);
      } else {
        open.incrementAndGet();
      }
      return true;
    }

    private boolean upgrade(Request request, Response response, Callback callback) {
      WebSocketNegotiator negotiator =
          (asked, answer, ignored) -> {
            answer.setExtensions(List.of());
            answer.setAcceptedSubProtocol(SUBPROTOCOL);
            return new Quiet();
          };
      return mappings.upgrade(
          negotiator,
          request,
          response,
          callback,
          socket -> socket.setIdleTimeout(Duration.ofHours(3)));
    }
  }

  /** A WebSocket that greets, and ignores whatever comes. */
  private final class Quiet implements FrameHandler {
    private @Nullable CoreSession socket;

    @Override
    public void onOpen(CoreSession core, Callback callback) {
      socket = core;
      open.incrementAndGet();
      callback.succeeded();
      core.sendFrame(new Frame(OpCode.TEXT, UTF_8.encode("hello")), Callback.NOOP, false);
      core.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
      callback.succeeded();
      CoreSession core = socket;
      if (core != null && frame.getOpCode() != OpCode.CLOSE) {
        core.demand();
      }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
      callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
      open.decrementAndGet();
      callback.succeeded();
    }
  }
}
