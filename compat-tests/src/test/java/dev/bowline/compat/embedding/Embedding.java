package dev.bowline.compat.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.Application;
import dev.bowline.server.ChannelHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A host's own Jetty server, with a channel somewhere in its tree. */
final class Embedding implements AutoCloseable {

  private final Application application = new Application().echoes();
  private final Server server = new Server();

  /** A handler with the channel of this host's application. */
  ChannelHandler channel(String path) {
    return new ChannelHandler(path, application.channel().build());
  }

  Application application() {
    return application;
  }

  Server server() {
    return server;
  }

  /** Starts with this tree, on HTTP/1.1 where the host has said nothing else. */
  Embedding serves(Handler tree) {
    if (server.getConnectors().length == 0) {
      ServerConnector connector = new ServerConnector(server, 1, 1);
      connector.setHost("127.0.0.1");
      server.addConnector(connector);
    }
    server.setHandler(tree);
    try {
      server.start();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return this;
  }

  int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  WireClient client(String path) {
    return new WireClient(port(), path);
  }

  /** The channel on this path carries a session by every transport. */
  void carriesEverything(String path) {
    for (Way way : Way.values()) {
      try (ReliableClient peer = ReliableClient.opens(client(path), way)) {
        for (int i = 0; i < 5; i++) {
          peer.says(way + " " + i);
          assertEquals(Payload.text(way + " " + i), peer.hears());
        }
        peer.movesTo(way.another());
        peer.says("moved");
        assertEquals(Payload.text("moved"), peer.hears());
      }
    }
  }

  /** Somebody else's page is still there. */
  void stillServes(String path, String text) {
    try (HttpReply reply = client("").gets(path)) {
      assertEquals(200, reply.status(), path);
      assertEquals(text, reply.text());
    }
  }

  /** Answers everything with a text. */
  static Handler saying(String text) {
    return new Handler.Abstract() {
      @Override
      public boolean handle(Request request, Response response, Callback callback) {
        response.write(true, java.nio.ByteBuffer.wrap(text.getBytes(UTF_8)), callback);
        return true;
      }
    };
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
