package dev.bowline.compat.jsclient;

import com.google.gson.JsonObject;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.ChannelServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A server with a channel and, beside it, the page that tests the client. */
public final class Pages implements AutoCloseable {
  private final ChannelServer server;

  private Pages(ChannelServer server) {
    this.server = server.start();
  }

  /** On a port that nobody else has. */
  public static Pages with(ChannelBuilder channel) {
    return with(channel, 0);
  }

  public static Pages with(ChannelBuilder channel, int port) {
    return new Pages(
        ChannelServer.builder()
            .host("127.0.0.1")
            .port(port)
            .channel("/channel", channel.build())
            .handler(new FileHandler())
            .stopTimeout(Duration.ZERO)
            .build());
  }

  public int port() {
    return server.port();
  }

  /** Serves the pages and scripts of the tests, beside whatever channel. */
  public static Handler files() {
    return new FileHandler();
  }

  /** The origin of this server by one of its names, as seen through a relay or directly. */
  public static String origin(String host, int port) {
    return "http://" + host + ":" + port;
  }

  /** The page's address on this server or a relay in front of it. */
  public static URI page(int port, JsonObject plan) {
    String text = URLEncoder.encode(plan.toString(), StandardCharsets.UTF_8);
    return URI.create(origin("127.0.0.1", port) + "/page.html?plan=" + text);
  }

  @Override
  public void close() {
    server.stop();
  }

  private static final class FileHandler extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      String name = request.getHttpURI().getCanonicalPath().substring(1);
      if (!name.matches("[a-z]+\\.(html|m?js)")) {
        return false;
      }
      Path file = NodeProcess.resource(name);
      String type = name.endsWith("html") ? "text/html" : "text/javascript";
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, type + "; charset=utf-8");
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
      response.write(true, ByteBuffer.wrap(Files.readAllBytes(file)), callback);
      return true;
    }
  }
}
