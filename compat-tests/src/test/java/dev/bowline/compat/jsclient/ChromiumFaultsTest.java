package dev.bowline.compat.jsclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import dev.bowline.compat.Needs;
import dev.bowline.compat.browsers.Tab;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.migration.Tally;
import dev.bowline.server.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to pages: no network for a while, sleep, and a server that comes back empty. */
@Tag("browser")
@Needs("chromium")
class ChromiumFaultsTest {

  @RegisterExtension final Browsing browsing = new Browsing();

  private final Application application = new Application();

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "sse", "polling"})
  void offlineForAWhileItGoesOnWhereItWas(String transport) {
    Pages pages = browsing.serves(application.channel());
    Tab tab = browsing.tab();
    Talk talk = opens(pages, tab, Plan.modern().transports(transport));
    talk.exchanges(100);

    online(tab, false);
    tab.await("!navigator.onLine");
    talk.asks(100);
    // A poll may hear of it very late: of polls only the messages are judged here.
    if (!transport.equals("polling")) {
      talk.awaits("detached");
    }
    talk.sends(100);
    online(tab, true);
    talk.exchanges(100);

    List<String> heard = talk.heard();
    assertEquals(List.of("open", "transport " + transport), heard.subList(0, 2));
    if (!transport.equals("polling")) {
      assertEquals(List.of("detached", "resumed"), heard.subList(2, heard.size()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "sse"})
  void frozenAndGivenUpByTheServerItGoesOnWhereItWas(String transport) {
    Pages pages = browsing.serves(application.channel().heartbeat(Duration.ofMillis(500)));
    Tab tab = browsing.tab();
    Talk talk = opens(pages, tab, Plan.modern().transports(transport));
    talk.exchanges(100);

    tab.call("Page.setWebLifecycleState", Map.of("state", "frozen"));
    Session gone = application.detached();
    assertEquals(talk.session(), gone);
    talk.sends(100);
    tab.call("Page.setWebLifecycleState", Map.of("state", "active"));
    talk.exchanges(100);

    // The new connection is there before anybody has to be told that the old one is not.
    assertEquals(
        List.of("open", "transport " + transport), without(talk.heard(), "detached", "resumed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "sse", "polling"})
  void aServerThatComesBackEmptyGivesBackWhatItHadNotHandled(String transport) {
    String over = "transport " + transport;
    application.takesItsTime();
    int port;
    Tab tab = browsing.tab();
    Talk talk;
    try (Pages pages = Pages.with(application.channel())) {
      port = pages.port();
      talk = opens(pages, tab, Plan.modern().transports(transport));
      talk.asks(10);
      tab.await("state().sent === 10");
      for (int i = 0; i < 4; i++) {
        application.handlesOne();
      }
      talk.hears(5);
      if (transport.equals("websocket")) {
        tab.await("state().bufferedAmount === " + size(4, 10));
      }
    }

    Application next = new Application();
    try (Pages pages = Pages.with(next.channel(), port)) {
      talk.awaits("reset");
      assertEquals(JsonParser.parseString("[4,5,6,7,8,9]"), talk.state().get("unacknowledged"));

      talk.asks(100);
      for (int i = 10; i < 110; i++) {
        assertEquals(Tally.message(i), next.hears());
      }
      Session session = next.session();
      for (int i = 0; i < 100; i++) {
        session.send(Application.message(Tally.message(i)));
      }
      tab.await("state().down.received === 100 && state().down.seen.length === 100");
      // Between two polls there is no connection that could be lost.
      assertEquals(List.of("open", over, "reset", over), without(talk.heard(), "detached"));
    }
  }

  private static List<String> without(List<String> heard, String... events) {
    return heard.stream().filter(event -> !List.of(events).contains(event)).toList();
  }

  private static int size(int from, int to) {
    return IntStream.range(from, to).map(i -> Tally.message(i).size()).sum();
  }

  private Talk opens(Pages pages, Tab tab, Plan plan) {
    return Talk.opens(application, tab, Pages.page(pages.port(), plan.json()));
  }

  private static void online(Tab tab, boolean online) {
    tab.call("Network.enable", Map.of());
    tab.call(
        "Network.emulateNetworkConditions",
        Map.of("offline", !online, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }
}
