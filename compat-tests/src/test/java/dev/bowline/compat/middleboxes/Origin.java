package dev.bowline.compat.middleboxes;

import dev.bowline.compat.client.Payload;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.SelfSigned;
import dev.bowline.compat.jsclient.Pages;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.ChannelHandler;
import dev.bowline.server.ChannelServer;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The servers behind a box, one with TLS and one without, each with the page and a channel whose
 * options are the defaults. A session is greeted, and talked with once it has said its name.
 */
final class Origin implements AutoCloseable {
  private static final String CHANNEL = "/channel";
  private static final String NAMES_ITSELF = "talk ";

  private final Timetable timetable;
  private final Map<Session, ServerEnd> talks = new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<ServerEnd>> byName = new ConcurrentHashMap<>();
  private final ChannelServer plain;
  private final Server tls = new Server();
  private final ServerConnector secure;

  Origin(Timetable timetable, SelfSigned certificate) throws Exception {
    this.timetable = timetable;
    plain =
        ChannelServer.builder()
            .host("127.0.0.1")
            .port(0)
            .channel(CHANNEL, channel().build())
            .handler(Pages.files())
            .stopTimeout(Duration.ZERO)
            .build()
            .start();
    SslContextFactory.Server keys = new SslContextFactory.Server();
    keys.setKeyStorePath(certificate.store().toString());
    keys.setKeyStorePassword(certificate.password());
    secure = new ServerConnector(tls, keys);
    secure.setHost("127.0.0.1");
    tls.addConnector(secure);
    ChannelHandler handler = new ChannelHandler(CHANNEL, channel().build());
    handler.setHandler(Pages.files());
    tls.setHandler(handler);
    tls.start();
  }

  private ChannelBuilder channel() {
    return Channel.builder()
        .onOpen(session -> session.send("welcome"))
        .onMessage(this::hears)
        .onClose(
            (session, reason) -> {
              ServerEnd talk = talks.get(session);
              if (talk != null) {
                talk.closes(reason);
              }
            })
        .drain(Duration.ZERO);
  }

  private void hears(Session session, Message message) {
    Payload payload = Application.payload(message);
    if (payload instanceof Payload.Text text && text.text().startsWith(NAMES_ITSELF)) {
      ServerEnd talk = new ServerEnd(session, timetable);
      talks.put(session, talk);
      named(text.text().substring(NAMES_ITSELF.length())).add(talk);
    } else {
      Objects.requireNonNull(talks.get(session), "it has no name").hears(payload);
    }
  }

  /** The talks under this name, in the order in which they began. There should be one. */
  BlockingQueue<ServerEnd> named(String name) {
    return byName.computeIfAbsent(name, any -> new LinkedBlockingQueue<>());
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + plain.port());
  }

  URI secureUrl() {
    return URI.create("https://127.0.0.1:" + secure.getLocalPort());
  }

  @Override
  public void close() throws Exception {
    plain.stop();
    tls.stop();
  }
}
