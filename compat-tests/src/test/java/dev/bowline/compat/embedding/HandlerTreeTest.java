package dev.bowline.compat.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.server.ChannelHandler;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Places in a handler tree. */
class HandlerTreeTest {

  @AutoClose private final Embedding host = new Embedding();

  @Test
  void alone() {
    host.serves(host.channel("/channel")).carriesEverything("/channel");
  }

  @Test
  void aroundAnotherHandler() {
    ChannelHandler channel = host.channel("/a/deep/channel");
    channel.setHandler(Embedding.saying("page"));
    host.serves(channel).carriesEverything("/a/deep/channel");

    host.stillServes("/", "page");
    host.stillServes("/a/deep/channels", "page");
    host.stillServes("/a/deep", "page");
  }

  @Test
  void inASequence() {
    host.serves(
            new Handler.Sequence(
                host.channel("/one"), host.channel("/two"), Embedding.saying("page")))
        .carriesEverything("/one");

    host.carriesEverything("/two");
    host.stillServes("/three", "page");
  }

  @Test
  void underPathMappingsWithoutAContext() {
    PathMappingsHandler mappings = new PathMappingsHandler();
    mappings.addMapping(PathSpec.from("/live/*"), host.channel("/live/channel"));
    mappings.addMapping(PathSpec.from("/page"), Embedding.saying("page"));
    host.serves(mappings).carriesEverything("/live/channel");

    host.stillServes("/page", "page");
  }

  @Test
  void inAContext() {
    host.serves(new ContextHandler(host.channel("/channel"), "/app"))
        .carriesEverything("/app/channel");
  }

  @Test
  void inOneContextOfMany() {
    ContextHandlerCollection contexts =
        new ContextHandlerCollection(
            new ContextHandler(host.channel("/channel"), "/app"),
            new ContextHandler(Embedding.saying("other"), "/other"));
    host.serves(new Handler.Sequence(contexts, new DefaultHandler()))
        .carriesEverything("/app/channel");

    host.stillServes("/other/page", "other");
    try (HttpReply reply = host.client("/channel").gets("")) {
      assertEquals(404, reply.status());
    }
  }

  @Test
  void inAContextAtTheRoot() {
    host.serves(new ContextHandler(host.channel("/channel"), "/")).carriesEverything("/channel");
  }

  @Test
  void besideAServletContext() {
    ServletContextHandler servlets = new ServletContextHandler("/");
    servlets.addServlet(new ServletHolder(new Hello()), "/hello");
    ChannelHandler channel = host.channel("/channel");
    channel.setHandler(servlets);
    host.serves(channel).carriesEverything("/channel");

    host.stillServes("/hello", "hello from a servlet");
  }

  @Test
  void insideAServletContext() {
    ServletContextHandler servlets = new ServletContextHandler("/app");
    servlets.addServlet(new ServletHolder(new Hello()), "/hello");
    servlets.insertHandler(host.channel("/channel"));
    host.serves(servlets).carriesEverything("/app/channel");

    host.stillServes("/app/hello", "hello from a servlet");
  }

  @Test
  @SuppressWarnings("removal") // deprecated, and in use everywhere
  void behindACompressorThatWouldHoldEventsBack() {
    var gzip = new org.eclipse.jetty.server.handler.gzip.GzipHandler(host.channel("/channel"));
    gzip.setMinGzipSize(1);
    gzip.setIncludedMimeTypes("text/event-stream", "text/plain", "application/json");
    host.serves(gzip).carriesEverything("/channel");
    assertEventsAreNotHeldBack();
  }

  @Test
  void behindTheNewerCompressor() throws Exception {
    var gzip = new CompressionHandler(host.channel("/channel"));
    gzip.putConfiguration(
        "/*", CompressionConfig.builder().compressIncludeMimeType("text/event-stream").build());
    host.serves(gzip).carriesEverything("/channel");
    assertEventsAreNotHeldBack();
  }

  @Test
  void severalChannelsKnowNothingOfEachOther() {
    host.serves(new Handler.Sequence(host.channel("/one"), host.channel("/two")));
    String token = host.client("/one").session().token();

    try (HttpReply reply = host.client("/two").polls(token, 2, 0, 0)) {
      assertEquals(404, reply.status());
    }
  }

  @Test
  void aHostThatRestartsHasAChannelAgain() throws Exception {
    host.serves(host.channel("/channel")).carriesEverything("/channel");
    host.server().stop();
    host.server().start();

    host.carriesEverything("/channel");
  }

  private void assertEventsAreNotHeldBack() {
    try (HttpReply stream =
            host.client("/channel").opensStream("Accept-Encoding: gzip, deflate, br, zstd");
        WireWebSocket socket = host.client("/channel").opensWebSocket()) {
      stream.session();
      socket.session();
      socket.sends("n1").sends("mx");
      assertEquals(Payload.text("x"), socket.nextMessage());
    }
  }

  private static final class Hello extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getOutputStream().print("hello from a servlet");
    }
  }
}
