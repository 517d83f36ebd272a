package dev.bowline.compat.jsclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.compat.Needs;
import dev.bowline.compat.browsers.Tab;
import dev.bowline.compat.faults.Fault;
import dev.bowline.compat.faults.FaultProxy;
import dev.bowline.compat.faults.Requests;
import dev.bowline.compat.host.Application;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page behind boxes that let only a part through finds by itself what works. */
@Tag("browser")
@Needs("chromium")
class BoxesTest {
  /** What a middlebox does to the connections that run through it. */
  private enum Box {
    REFUSES_UPGRADES,
    SWALLOWS_FRAMES,
    MUTES_STREAMS;

    void standsIn(FaultProxy proxy) {
      switch (this) {
        case REFUSES_UPGRADES -> proxy.does(Fault.reset()).to(Requests.upgrades());
        case SWALLOWS_FRAMES -> proxy.does(Fault.passOnlyTheHead()).to(Requests.upgrades());
        case MUTES_STREAMS -> proxy.does(Fault.passOnlyTheHead()).to(Requests.streams());
      }
    }
  }

  @RegisterExtension final Browsing browsing = new Browsing();

  private final Application application = new Application();

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
    Pages pages = browsing.serves(application.channel());
    FaultProxy proxy = browsing.closes(FaultProxy.before(pages.port()));
    for (Box box : boxes) {
      box.standsIn(proxy);
    }
    Tab tab = browsing.tab();
    URI page = Pages.page(proxy.port(), Plan.bundle(bundle).patient().json());
    Talk talk = Talk.opensSomehow(application, tab, page);
    talk.exchanges(200);

    assertEquals(List.of("open", "transport " + expected), talk.heard());
  }

  /**
   * A stream that ends comes through a box that withholds it, and all at once. The streams of
   * probes do end.
   */
  @ParameterizedTest
  @ValueSource(strings = {"modern", "legacy"})
  void aStreamThatIsWithheldUntilItsEndIsNoWayUp(String bundle) {
    Pages pages = browsing.serves(application.channel());
    FaultProxy proxy = browsing.closes(FaultProxy.before(pages.port()));
    proxy.does(Fault.reset()).to(Requests.upgrades());
    proxy.does(Fault.bufferToTheEnd()).to(Requests.streams());
    Tab tab = browsing.tab();
    URI page = Pages.page(proxy.port(), Plan.bundle(bundle).probes(300).json());
    Talk talk = Talk.opensSomehow(application, tab, page);
    tab.await(
        "performance.getEntriesByType('resource').filter((it) => /probe=1/.test(it.name)).length"
            + " >= 3");
    talk.exchanges(200);

    assertEquals(List.of("open", "transport polling"), talk.heard());
  }
}
