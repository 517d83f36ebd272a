package dev.bowline.benchmarks.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Map;
import org.cometd.bayeux.Promise;
import org.cometd.bayeux.server.LocalSession;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.ext.AcknowledgedMessagesExtension;
import org.cometd.server.http.JSONHttpTransport;
import org.cometd.server.http.jakarta.CometDServlet;
import org.cometd.server.websocket.jetty.JettyWebSocketTransport;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * CometD in Jetty with its acknowledgement extension, which is what makes its promise comparable,
 * and a session that waits for its client as long as Bowline's.
 */
final class CometdServer implements Broadcaster {
  private static final String CHANNEL = "/all";

  private final ServerConnector connector;
  private final ServerChannel channel;
  private final LocalSession publisher;
  private final BayeuxServerImpl bayeux = new BayeuxServerImpl();

  CometdServer() throws Exception {
    Server server = new Server();
    connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServerWebSocketContainer container = ServerWebSocketContainer.ensure(server);
    bayeux.setOptions(
        Map.of(
            "maxInterval",
            120_000,
            "ws.cometdURLMapping",
            "/cometd/*",
            Context.class.getName(),
            server.getContext()));
    bayeux.setTransports(new JettyWebSocketTransport(bayeux), new JSONHttpTransport(bayeux));
    bayeux.addExtension(new AcknowledgedMessagesExtension());
    WebSocketUpgradeHandler upgrades = new WebSocketUpgradeHandler(container);
    upgrades.setHandler(servlets());
    server.setHandler(upgrades);
    server.start();
    publisher = bayeux.newLocalSession("publisher");
    publisher.handshake();
    channel = bayeux.createChannelIfAbsent(CHANNEL).getReference();
    channel.setPersistent(true);
  }

  private ServletContextHandler servlets() {
    ServletHolder holder =
        new ServletHolder(
            new CometDServlet() {
              @Override
              protected BayeuxServerImpl newBayeuxServer() {
                return bayeux;
              }
            });
    holder.setInitOrder(1);
    holder.setAsyncSupported(true);
    ServletContextHandler servlets = new ServletContextHandler();
    servlets.addServlet(holder, "/cometd/*");
    return servlets;
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public int sessions() {
    return bayeux.getSessions().size();
  }

  @Override
  public void broadcast(byte[] message) {
    channel.publish(publisher, new String(message, US_ASCII), Promise.noop());
  }
}
