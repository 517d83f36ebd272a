package dev.bowline.compat.comparison;

import dev.bowline.server.Channel;
import dev.bowline.server.ChannelServer;
import dev.bowline.server.Session;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.cometd.bayeux.Promise;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.LocalSession;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.ext.AcknowledgedMessagesExtension;
import org.cometd.server.http.jakarta.CometDServlet;
import org.cometd.server.websocket.jetty.JettyWebSocketTransport;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session.Listener;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** The servers that run in Jetty: Bowline's, CometD's, and one of bare WebSockets. */
final class JettyServers {
  private static final String COMETD_CHANNEL = "/service/numbers";

  private JettyServers() {}

  private record Started(Numbers<?> numbers, int port, Runnable stop) implements Peer.Running {
    @Override
    public Account account() {
      return numbers.account();
    }

    @Override
    public void close() {
      numbers.close();
      stop.run();
    }
  }

  static Peer.Running bowline(int pace) {
    Numbers<Session> numbers =
        new Numbers<>(pace, (session, number) -> session.send(String.valueOf(number)));
    Channel channel =
        Channel.builder()
            .onOpen(numbers::opens)
            .onMessage(
                (session, message) -> numbers.hears(session, Integer.parseInt(message.text())))
            .drain(Duration.ZERO)
            .build();
    ChannelServer server =
        ChannelServer.builder()
            .host("127.0.0.1")
            .port(0)
            .channel("/channel", channel)
            .handler(new PageFiles())
            .stopTimeout(Duration.ZERO)
            .build()
            .start();
    return new Started(numbers, server.port(), server::stop);
  }

  static Peer.Running webSocket(int pace) {
    Numbers<org.eclipse.jetty.websocket.api.Session> numbers =
        new Numbers<>(
            pace, (session, number) -> session.sendText(String.valueOf(number), Callback.NOOP));
    Server server = new Server();
    WebSocketUpgradeHandler upgrades =
        new WebSocketUpgradeHandler(ServerWebSocketContainer.ensure(server));
    upgrades
        .getServerWebSocketContainer()
        .addMapping("/websocket", (request, response, callback) -> new Bare(numbers));
    upgrades.setHandler(new PageFiles());
    return starts(server, upgrades, numbers);
  }

  /** An end point that tells the application. */
  public static final class Bare extends Listener.AbstractAutoDemanding {
    private final Numbers<org.eclipse.jetty.websocket.api.Session> numbers;

    private Bare(Numbers<org.eclipse.jetty.websocket.api.Session> numbers) {
      this.numbers = numbers;
    }

    @Override
    public void onWebSocketOpen(org.eclipse.jetty.websocket.api.Session session) {
      super.onWebSocketOpen(session);
      numbers.opens(session);
    }

    @Override
    public void onWebSocketError(Throwable cause) {
      // A page that leaves.
    }

    @Override
    public void onWebSocketText(String message) {
      numbers.hears(getSession(), Integer.parseInt(message));
    }
  }

  static Peer.Running cometd(int pace) {
    AtomicReference<LocalSession> self = new AtomicReference<>();
    Numbers<ServerSession> numbers =
        new Numbers<>(
            pace,
            (session, number) ->
                session.deliver(self.get(), COMETD_CHANNEL, number, Promise.noop()));
    Server server = new Server();
    ServerWebSocketContainer container = ServerWebSocketContainer.ensure(server);
    BayeuxServerImpl bayeux = new BayeuxServerImpl();
    bayeux.setOptions(
        Map.of(
            "maxInterval",
            120_000,
            "ws.cometdURLMapping",
            "/cometd/*",
            Context.class.getName(),
            server.getContext()));
    bayeux.setTransports(
        new JettyWebSocketTransport(bayeux), new org.cometd.server.http.JSONHttpTransport(bayeux));
    bayeux.addExtension(new AcknowledgedMessagesExtension());
    bayeux.addListener(
        new BayeuxServer.SessionListener() {
          @Override
          public void sessionAdded(ServerSession session, ServerMessage message) {
            if (!session.isLocalSession()) {
              numbers.opens(session);
            }
          }
        });
    bayeux
        .createChannelIfAbsent(COMETD_CHANNEL)
        .getReference()
        .addListener(
            new ServerChannel.MessageListener() {
              @Override
              public boolean onMessage(
                  ServerSession from, ServerChannel channel, ServerMessage.Mutable message) {
                if (!from.isLocalSession()) {
                  numbers.hears(from, ((Number) message.getData()).intValue());
                }
                return true;
              }
            });
    ServletContextHandler servlets = new ServletContextHandler();
    ServletHolder holder =
        new ServletHolder(
            new CometDServlet() {
              @Override
              protected BayeuxServer newBayeuxServer() {
                return bayeux;
              }
            });
    holder.setInitOrder(1);
    holder.setAsyncSupported(true);
    servlets.addServlet(holder, "/cometd/*");
    WebSocketUpgradeHandler upgrades = new WebSocketUpgradeHandler(container);
    upgrades.setHandler(new Handler.Sequence(new PageFiles(), servlets));
    Peer.Running running = starts(server, upgrades, numbers);
    LocalSession local = bayeux.newLocalSession("numbers");
    local.handshake();
    self.set(local);
    return running;
  }

  private static Peer.Running starts(Server server, Handler handler, Numbers<?> numbers) {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(handler);
    server.setStopTimeout(0);
    LifeCycle.start(server);
    return new Started(numbers, connector.getLocalPort(), () -> LifeCycle.stop(server));
  }
}
