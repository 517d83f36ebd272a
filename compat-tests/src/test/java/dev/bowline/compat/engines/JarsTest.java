package dev.bowline.compat.engines;

import dev.bowline.compat.Needs;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Engines that come as jars: a real WebKit whose connections hang, and what imitates browsers. */
@Tag("engine")
class JarsTest {
  private static final String WEBKIT = "AppleWebKit/[\\d.]+";

  /** What one of them misses comes after this many milliseconds at the latest. */
  private static final int HEAD_START = 500;

  /** Its WebSocket stays CONNECTING for ever: a function is missing in its native code. */
  @ParameterizedTest
  @Tag("engine-javafx")
  @Needs("xvfb-run")
  @CsvSource({"17.0.14", "21.0.6"})
  void aWebViewWhoseWebSocketHangsTakesAnEventStream(String version) throws IOException {
    Visit.of(
        Engine.of("JavaFX WebView " + version, WEBKIT, Jars.webView(version))
            .with("sse", "polling")
            .headStart(HEAD_START));
  }

  /** Without its newer loader event streams are there as well, and say nothing. */
  @Test
  @Tag("engine-javafx")
  @Needs("xvfb-run")
  void aWebViewWhoseEventStreamIsMuteTooPolls() throws IOException {
    Engine.Program webView = Jars.webView("21.0.6", "-Dcom.sun.webkit.useHTTP2Loader=false");
    Visit.of(
        Engine.of("JavaFX WebView 21.0.6, useHTTP2Loader=false", WEBKIT, webView)
            .with("polling")
            .headStart(HEAD_START));
  }

  /**
   * Object models only, of which this HtmlUnit gives none a WebSocket; it shows of a stream nothing
   * before the whole.
   */
  @ParameterizedTest
  @Tag("engine-htmlunit")
  @CsvSource({"8, INTERNET_EXPLORER_8", "9, INTERNET_EXPLORER_9", "11, INTERNET_EXPLORER_11"})
  void theObjectModelOfAnInternetExplorerPolls(String version, String constant) throws IOException {
    Visit.of(
        Engine.of(
                "IE " + version + " object model, emulated by HtmlUnit 2.14",
                "MSIE [\\d.]+|rv:[\\d.]+",
                Jars.htmlUnit("2.14", constant))
            .withoutModules()
            .with("polling")
            .headStart(HEAD_START));
  }

  /** An engine of 2008 that refuses reserved words as names, in surroundings of ours. */
  @Test
  @Tag("engine-rhino")
  void theLanguageOfOldEnginesIsEnough() throws IOException {
    Visit.of(
        Engine.of("Rhino 1.6R7, with requests and timers of ours", "Rhino \\S+", Jars::rhino)
            .withoutModules()
            .with("sse", "polling"));
  }
}
