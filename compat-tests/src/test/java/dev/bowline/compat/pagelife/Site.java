package dev.bowline.compat.pagelife;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.jsclient.NodeProcess;
import dev.bowline.server.ChannelServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A server as most have one: a channel with everything left as it comes, and a page beside it that
 * a browser may keep.
 */
final class Site implements AutoCloseable {
  /** What a channel has where nothing else is said. */
  private static final Duration RESUME = Duration.ofMinutes(2);

  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final ChannelServer server;
  private final int port;

  private Site(ChannelServer server) {
    this.server = server;
    port = server.port();
  }

  /** With a channel for each of them. */
  static Site of(List<Application> applications) {
    return of(0, Duration.ZERO, applications);
  }

  /** The same on this port, where another has been. */
  static Site of(List<Application> applications, int port) {
    return of(port, Duration.ZERO, applications);
  }

  /** One that drains when it is stopped, for as long as a channel does by itself. */
  static Site inOrder(List<Application> applications) {
    return of(0, DRAIN, applications);
  }

  private static Site of(int port, Duration drain, List<Application> applications) {
    ChannelServer.Builder builder =
        ChannelServer.builder()
            .host("127.0.0.1")
            .port(port)
            .handler(new PageHandler())
            .stopTimeout(drain.multipliedBy(2));
    for (int i = 0; i < applications.size(); i++) {
      builder.channel(
          channel(i), applications.get(i).channel().resumeTimeout(RESUME).drain(drain).build());
    }
    return new Site(builder.build().start());
  }

  /** The path of one of its channels. */
  static String channel(int number) {
    return "/channel" + (number == 0 ? "" : number);
  }

  /** Where it listens, or did. */
  int port() {
    return port;
  }

  /** The page, whose channel may use these transports, or all of them where none is named. */
  static URI page(int port, List<String> transports, String... wishes) {
    JsonObject plan = new JsonObject();
    JsonObject options = new JsonObject();
    plan.addProperty("bundle", "modern");
    plan.add("options", options);
    if (!transports.isEmpty()) {
      JsonArray all = new JsonArray();
      transports.forEach(all::add);
      options.add("transports", all);
    }
    for (String wish : wishes) {
      if (wish.startsWith("/")) {
        plan.addProperty("channel", wish);
      } else {
        (wish.equals("reload") ? options : plan).addProperty(wish, true);
      }
    }
    String text = URLEncoder.encode(plan.toString(), StandardCharsets.UTF_8);
    return URI.create("http://127.0.0.1:" + port + "/life.html?plan=" + text);
  }

  @Override
  public void close() {
    server.stop();
  }

  private static final class PageHandler extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      String name = request.getHttpURI().getCanonicalPath().substring(1);
      if (!name.matches("[a-z]+\\.(html|mjs)")) {
        return false;
      }
      Path file = NodeProcess.resource(name);
      String type = name.endsWith("html") ? "text/html" : "text/javascript";
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, type + "; charset=utf-8");
      response.write(true, ByteBuffer.wrap(Files.readAllBytes(file)), callback);
      return true;
    }
  }
}
