package dev.bowline.compat.jsclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.compat.Needs;
import dev.bowline.compat.browsers.Chromium;
import dev.bowline.compat.browsers.Tab;
import dev.bowline.compat.host.Application;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A page behind boxes that let only a part through finds by itself what works. */
@Tag("browser")
@Needs("chromium")
class BoxesTest {
  private static Chromium chromium;

  private final Application application = new Application();

  @BeforeAll
  static void start() throws IOException {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (chromium != null) {
      chromium.close();
    }
  }

  static Stream<Arguments> boxes() {
    return Stream.of("modern", "legacy")
        .flatMap(
            bundle ->
                Stream.of(
                    Arguments.of(bundle, "sse", new Box[] {Box.REFUSES_UPGRADES}),
                    Arguments.of(bundle, "sse", new Box[] {Box.SWALLOWS_FRAMES}),
                    Arguments.of(bundle, "websocket", new Box[] {Box.MUTES_STREAMS}),
                    Arguments.of(
                        bundle, "polling", new Box[] {Box.REFUSES_UPGRADES, Box.MUTES_STREAMS}),
                    Arguments.of(
                        bundle, "polling", new Box[] {Box.SWALLOWS_FRAMES, Box.MUTES_STREAMS})));
  }

  @ParameterizedTest
  @MethodSource("boxes")
  void itOpensAndExchangesOverWhatGetsThrough(String bundle, String expected, Box[] boxes) {
    try (Pages pages = Pages.with(application.channel());
        Relay relay = Relay.to(pages.port(), boxes);
        Tab tab = chromium.open(URI.create("about:blank"))) {
      URI page = Pages.page(relay.port(), Plan.bundle(bundle).patient().json());
      Talk talk = Talk.opensSomehow(application, tab, page);
      talk.exchanges(200);

      assertEquals(List.of("open", "transport " + expected), talk.heard());
    }
  }
}
