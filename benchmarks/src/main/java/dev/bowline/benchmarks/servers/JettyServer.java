package dev.bowline.benchmarks.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/**
 * The least that one would write on Jetty core to tell everybody something: no session, nothing
 * kept for who is away, no bounds. A message is encoded once, and each core has a thread that
 * writes it to its share of the clients.
 */
final class JettyServer implements Broadcaster {
  private final ServerConnector connector;
  private final List<JettyShare> shares;
  private final AtomicInteger arrived = new AtomicInteger();

  JettyServer() throws Exception {
    shares =
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .mapToObj(index -> new JettyShare())
            .toList();
    Server server = new Server();
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Everything(
            new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(server))));
    server.start();
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public int sessions() {
    return arrived.get();
  }

  @Override
  public void broadcast(byte[] message) {
    ByteBuffer text = ByteBuffer.wrap(message);
    ByteBuffer event =
        US_ASCII.encode("data: " + new String(message, US_ASCII) + "\n\n").asReadOnlyBuffer();
    shares.forEach(share -> share.broadcast(text, event));
  }

  private JettyShare nextShare() {
    return shares.get(arrived.getAndIncrement() % shares.size());
  }

  /** Upgrades, opens a stream, or holds a poll, by what the request wants. */
  private final class Everything extends Handler.Abstract.NonBlocking {
    private final WebSocketMappings mappings;

    Everything(WebSocketMappings mappings) {
      this.mappings = mappings;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (request.getHeaders().contains(HttpHeader.UPGRADE, "websocket")) {
        return upgrade(request, response, callback);
      }
      request.addIdleTimeoutListener(timeout -> false);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store, no-transform");
      if (request.getHeaders().contains(HttpHeader.ACCEPT, "text/event-stream")) {
        nextShare().add(new JettyStream(response));
      } else {
        poll(request, response, callback);
      }
      return true;
    }

    private void poll(Request request, Response response, Callback callback) {
      Fields parameters = Request.extractQueryParameters(request);
      long after = Long.parseLong(parameters.getValue("after"));
      // A client keeps to its share, or its position would mean something else.
      int share = Integer.parseInt(parameters.getValue("client")) % shares.size();
      shares.get(share).poll(new JettyShare.Poll(response, callback, after));
    }

    private boolean upgrade(Request request, Response response, Callback callback) {
      WebSocketNegotiator negotiator =
          (asked, answer, ignored) -> {
            answer.setExtensions(List.of());
            answer.setAcceptedSubProtocol("bowline.v1");
            return new JettyWebSocket(nextShare());
          };
      return mappings.upgrade(
          negotiator,
          request,
          response,
          callback,
          socket -> socket.setIdleTimeout(Duration.ofHours(3)));
    }
  }
}
