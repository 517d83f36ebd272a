package dev.bowline.compat.engines;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.ChannelServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A server with a channel, the page that an engine opens, and where the page reports. */
final class Site implements AutoCloseable {
  private final ChannelServer server;
  private final BlockingQueue<JsonObject> reports = new LinkedBlockingQueue<>();

  private Site(ChannelBuilder channel) {
    server =
        ChannelServer.builder()
            .host("127.0.0.1")
            .port(0)
            .channel("/channel", channel.build())
            .handler(new PageHandler())
            .stopTimeout(Duration.ZERO)
            .build();
  }

  static Site start(ChannelBuilder channel) {
    Site site = new Site(channel);
    site.server.start();
    return site;
  }

  URI page(String query) {
    return URI.create("http://127.0.0.1:" + server.port() + "/page.html?" + query);
  }

  Optional<JsonObject> report(Duration patience) {
    try {
      return Optional.ofNullable(reports.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }

  private final class PageHandler extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      String name = request.getHttpURI().getCanonicalPath();
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
      if (name.equals("/report")) {
        String text = Content.Source.asString(request, StandardCharsets.UTF_8);
        reports.add(JsonParser.parseString(text).getAsJsonObject());
        Content.Sink.write(response, true, "thanks", callback);
        return true;
      }
      if (!name.matches("/[a-z]+\\.(html|m?js)")) {
        return false;
      }
      String type = name.endsWith("html") ? "text/html" : "text/javascript";
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, type + "; charset=utf-8");
      response.write(true, ByteBuffer.wrap(resource(name)), callback);
      return true;
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Site.class.getResourceAsStream("/engines" + name)) {
      if (in == null) {
        throw new IOException("no such file: " + name);
      }
      return in.readAllBytes();
    }
  }
}
