package dev.bowline.compat.engines;

import dev.bowline.compat.NeededCommands;
import dev.bowline.compat.Needs;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Browsers of today and of the last twenty years, each as a program of its own. */
@Tag("engine")
class EnginesTest {
  private static final String CHROME = "Chrome/[\\d.]+";
  private static final String WEBKIT = "AppleWebKit/[\\d.]+";

  @Test
  @Tag("engine-chromium")
  @Needs("chromium")
  void chromiumTakesAWebSocket() throws IOException {
    Engine.Program chromium =
        (page, scratch) ->
            Programs.chromium(NeededCommands.find("chromium").orElseThrow(), page, scratch);
    Visit.of(Engine.of("Chromium", CHROME, chromium));
  }

  @Test
  @Tag("engine-chromium92")
  @Needs({"npm:chromium-92", "node"})
  void chromium92TakesAWebSocket() throws IOException {
    Visit.of(
        Engine.of("Chromium 92", CHROME, Programs.packedChromium("chromium-92", "chromium.br")));
  }

  /**
   * It knows modules, but the modern bundle needs an AbortController for all that is not a
   * WebSocket.
   */
  @Test
  @Tag("engine-chromium64")
  @Needs({"npm:chromium-64", "node"})
  void chromium64TakesAWebSocket() throws IOException {
    Visit.of(
        Engine.of(
                "Chromium 64",
                CHROME,
                Programs.packedChromium("chromium-64", "chromium-64.0.3264.0.br"))
            .withoutModules());
  }

  @Test
  @Tag("engine-firefox")
  @Needs("firefox-esr")
  void firefoxTakesAWebSocket() throws IOException {
    Visit.of(Engine.of("Firefox ESR", "Firefox/[\\d.]+", Programs::firefox));
  }

  @Test
  @Tag("engine-wpe")
  @Needs("deb:libwpewebkit-1.1-0")
  void wpeTakesAWebSocket() throws IOException {
    Visit.of(Engine.of("WPE WebKit", "Version/[\\d.]+", Programs::wpe));
  }

  @Test
  @Tag("engine-webkitgtk")
  @Needs({"deb:libwebkit2gtk-4.1-0", "xvfb-run"})
  void webKitGtkTakesAWebSocket() throws IOException {
    Visit.of(Engine.of("WebKitGTK", "Version/[\\d.]+", Programs::webKitGtk));
  }

  @Test
  @Tag("engine-qtwebkit")
  @Needs("deb:python3-pyqt5.qtwebkit")
  void qtWebKitTakesAWebSocket() throws IOException {
    Visit.of(Engine.of("QtWebKit 5.212", WEBKIT, Programs::qtWebKit).withoutModules());
  }

  @Test
  @Tag("engine-phantomjs2")
  @Needs("npm:phantomjs-2.1.1")
  void phantomJs2TakesAWebSocket() throws IOException {
    Visit.of(
        Engine.of("PhantomJS 2.1.1", WEBKIT, Programs.phantom("phantomjs-2.1.1")).withoutModules());
  }

  /** Its WebSocket speaks a draft of 2010. */
  @Test
  @Tag("engine-phantomjs1")
  @Needs("npm:phantomjs-1.9.8")
  void phantomJs1TakesAnEventStream() throws IOException {
    Visit.of(
        Engine.of("PhantomJS 1.9.8", WEBKIT, Programs.phantom("phantomjs-1.9.8"))
            .withoutModules()
            .with("sse", "polling"));
  }

  /**
   * It has neither WebSocket nor EventSource. Its XMLHttpRequest shows a stream as it comes,
   * without a call when there is more of it.
   */
  @Test
  @Tag("engine-khtml")
  @Needs({"deb:libkf5khtml-dev", "g++", "pkg-config", "dbus-run-session"})
  void khtmlReadsAnEventStream() throws IOException {
    Visit.of(
        Engine.of("KHTML", "khtml/[\\d.]+", Programs::khtml)
            .withoutModules()
            .with("sse", "polling"));
  }
}
