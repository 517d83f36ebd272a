package dev.bowline.compat.jsclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.compat.Needs;
import dev.bowline.compat.browsers.Tab;
import dev.bowline.compat.host.Application;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two files that a channel serves, in pages, workers and frames. */
@Tag("browser")
@Needs("chromium")
class InChromiumTest {
  private static final int MESSAGES = 500;

  @RegisterExtension final Browsing browsing = new Browsing();

  private final Application application = new Application();

  static Stream<Arguments> bundlesAndTransports() {
    return Stream.of("modern", "legacy")
        .flatMap(
            bundle ->
                Stream.of("websocket", "sse", "polling")
                    .map(transport -> Arguments.of(bundle, transport)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"modern", "legacy"})
  void byItselfItTakesAWebSocket(String bundle) {
    Pages pages = browsing.serves(application.channel());
    Tab tab = browsing.tab();
    Talk talk = opens(pages, tab, Plan.bundle(bundle));
    talk.exchanges(MESSAGES);

    assertEquals(List.of("open", "transport websocket"), talk.heard());
  }

  @ParameterizedTest
  @MethodSource("bundlesAndTransports")
  void eachTransportCarriesEverythingOnceAndInOrder(String bundle, String transport) {
    Pages pages = browsing.serves(application.channel());
    Tab tab = browsing.tab();
    Talk talk = opens(pages, tab, Plan.bundle(bundle).transports(transport));
    talk.exchanges(MESSAGES);

    assertEquals(List.of("open", "transport " + transport), talk.heard());
  }

  @ParameterizedTest
  @MethodSource("bundlesAndTransports")
  void aReloadInMidStreamContinuesTheSession(String bundle, String transport) {
    Pages pages = browsing.serves(application.channel());
    Tab tab = browsing.tab();
    Talk talk = opens(pages, tab, Plan.bundle(bundle).transports(transport).reload());
    talk.asks(MESSAGES);
    talk.sends(MESSAGES / 2);
    talk.hears(MESSAGES / 4);
    tab.reload();
    talk.sends(MESSAGES / 2);
    talk.exchanges(100);

    String over = "transport " + transport;
    assertEquals(List.of("open", over, "detached", "open", over), talk.heard());
    assertEquals(0, application.sessionsOpened());
  }

  @ParameterizedTest
  @MethodSource("bundlesAndTransports")
  void itWorksInAWorker(String bundle, String transport) {
    Pages pages = browsing.serves(application.channel());
    Tab tab = browsing.tab();
    Talk talk = opens(pages, tab, Plan.bundle(bundle).transports(transport).in("worker"));
    talk.exchanges(MESSAGES);

    assertEquals(List.of("open", "transport " + transport), talk.heard());
  }

  @ParameterizedTest
  @MethodSource("bundlesAndTransports")
  void itWorksInAFrameOfAnotherOrigin(String bundle, String transport) {
    Pages others = browsing.serves(new Application().channel());
    Pages pages =
        browsing.serves(
            application.channel().allowedOrigins(Pages.origin("localhost", others.port())));
    Tab tab = browsing.tab();
    Plan plan =
        Plan.bundle(bundle)
            .transports(transport)
            .channel(Pages.origin("127.0.0.1", pages.port()) + "/channel")
            .frameFrom(Pages.origin("localhost", others.port()));
    Talk talk = opens(pages, tab, plan);
    talk.exchanges(MESSAGES);

    assertEquals(List.of("open", "transport " + transport), talk.heard());
  }

  private Talk opens(Pages pages, Tab tab, Plan plan) {
    return Talk.opens(application, tab, Pages.page(pages.port(), plan.json()));
  }
}
