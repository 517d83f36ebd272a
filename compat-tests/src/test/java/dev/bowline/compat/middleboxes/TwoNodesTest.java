package dev.bowline.compat.middleboxes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bowline.compat.Needs;
import dev.bowline.compat.browsers.Tab;
import dev.bowline.compat.docs.Proxy;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.jsclient.Browsing;
import dev.bowline.compat.jsclient.Pages;
import dev.bowline.compat.jsclient.Plan;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes that know nothing of each other behind a balancer that sends each request to the other
 * one. That is not supported, and the page is told so.
 */
@Tag("middlebox")
@Tag("box-nodes")
@Needs("chromium")
class TwoNodesTest {
  @RegisterExtension final Browsing browsing = new Browsing();

  @TempDir Path folder = Path.of("");

  @Test
  @Needs("nginx")
  void withoutWebSocketsItHearsThatItsSessionIsLost() throws Exception {
    Tab tab = browsing.window();
    try (Proxy proxy = balancer("roundabout.nginx")) {
      opens(tab, proxy);
      tab.evaluate("asks(3)");
      hearsOfItsLoss(tab, "[0,1,2]");
      tab.await("state().heard.length === 4");

      assertEquals(
          JsonParser.parseString("['open', 'transport sse', 'reset', 'transport sse']"),
          state(tab).get("heard"));
    }
  }

  @Test
  @Needs("haproxy")
  void aWebSocketStaysWhereItIsUntilItIsLost() throws Exception {
    Tab tab = browsing.window();
    try (Proxy proxy = balancer("roundabout.haproxy")) {
      opens(tab, proxy);
      tab.evaluate("asks(100)");
      tab.await("state().sent === 100 && state().bufferedAmount === 0");
      assertEquals(
          JsonParser.parseString("['open', 'transport websocket']"), state(tab).get("heard"));

      // Each of these is a new connection, and every second one goes to the other node.
      tab.evaluate(
          "void (window.moves = setInterval(() => dispatchEvent(new Event('online')), 1000))");
      hearsOfItsLoss(tab, "[]");
      tab.evaluate("clearInterval(moves)");
    }
  }

  private static void opens(Tab tab, Proxy proxy) {
    tab.navigate(Pages.page(proxy.url().getPort(), Plan.modern().json()));
    tab.await("window.asks");
    tab.evaluate("talk.channel.onreset = (it) => (window.why = it.code)");
  }

  private static void hearsOfItsLoss(Tab tab, String unacknowledged) {
    tab.await("state().heard.includes('reset')");

    assertEquals(4404, tab.evaluate("why").getAsInt());
    assertEquals(JsonParser.parseString(unacknowledged), state(tab).get("unacknowledged"));
  }

  private static JsonObject state(Tab tab) {
    return tab.evaluate("state()").getAsJsonObject();
  }

  private Proxy balancer(String configuration) throws Exception {
    Pages first = browsing.serves(new Application().channel());
    Pages second = browsing.serves(new Application().channel());
    return Proxy.start(
        configuration.substring(configuration.indexOf('.') + 1),
        Configurations.text(configuration),
        folder,
        URI.create(Pages.origin("127.0.0.1", first.port())),
        URI.create(Pages.origin("127.0.0.1", second.port())));
  }
}
