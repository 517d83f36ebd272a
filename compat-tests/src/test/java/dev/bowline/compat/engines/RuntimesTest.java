package dev.bowline.compat.engines;

import dev.bowline.compat.Needs;
import dev.bowline.compat.jsclient.NodeProcess;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Engines without pages: what runs JavaScript on servers, with whatever each has of the web. */
@Tag("engine")
class RuntimesTest {
  private static final String NODE = "Node.js/[\\d.]+";

  @Test
  @Tag("engine-node")
  @Needs("node")
  void nodeHasOnlyFetchAndTakesAnEventStream() throws IOException {
    Visit.of(Engine.of("Node", NODE, Runtimes.node()).with("sse", "polling"));
  }

  @Test
  @Tag("engine-node")
  @Needs("node")
  void nodeTakesTheWebSocketThatItIsGiven() throws IOException {
    Visit.of(
        Engine.of(
            "Node, with the ws package", NODE, Runtimes.nodeWith(NodeProcess.webSocketPackage())));
  }

  @Test
  @Tag("engine-node")
  @Needs("node")
  void nodeTakesTheWebSocketOfItsOwn() throws IOException {
    Visit.of(
        Engine.of(
            "Node, --experimental-websocket",
            NODE,
            Runtimes.node("--experimental-websocket", "--experimental-eventsource")));
  }

  @Test
  @Tag("engine-deno")
  @Needs("npm:@deno/linux-x64-glibc")
  void denoTakesAWebSocket() throws IOException {
    Visit.of(Engine.of("Deno", "Deno/[\\d.]+", Runtimes.deno()));
  }

  @Test
  @Tag("engine-bun")
  @Needs("npm:@oven/bun-linux-x64")
  void bunTakesAWebSocket() throws IOException {
    Visit.of(Engine.of("Bun", "Bun/[\\d.]+", Runtimes.bun()));
  }
}
