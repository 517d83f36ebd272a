package dev.bowline.compat.browsers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The demo as a visitor would use it, with all of its buttons. */
@Tag("browser")
@Needs("chromium")
class DemoInChromiumTest {
  private static RunnableJar server;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws IOException {
    server = RunnableJar.start();
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (chromium != null) {
      chromium.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void itFallsBackStepByStepAndMovesUpAgainWithoutLosingANumber() throws IOException {
    Tab tab = openDemo();
    tab.click("#block-websocket");
    awaitTransport(tab, "sse");
    tab.click("#mute-stream");
    awaitTransport(tab, "polling");
    awaitTraffic(tab);
    tab.click("#mute-stream");
    awaitTransport(tab, "sse");
    tab.click("#block-websocket");
    awaitTransport(tab, "websocket");
    awaitTraffic(tab);
    tab.screenshot(Path.of("target", "demo.png"));
    assertNothingWrong(tab);
  }

  @Test
  void itSurvivesACutABlackHoleAndTenSecondsOffline() {
    Tab tab = openDemo();
    tab.click("#cut");
    awaitTraffic(tab);
    tab.click("#black-hole");
    tab.await("document.documentElement.dataset.state === 'detached'");
    tab.click("#black-hole");
    awaitTraffic(tab);
    tab.click("#offline");
    tab.await("document.documentElement.dataset.state === 'detached'");
    tab.await("document.documentElement.dataset.state === 'attached'", Duration.ofSeconds(60));
    awaitTraffic(tab);
    assertNothingWrong(tab);
  }

  @Test
  void aReloadContinuesTheSessionAndItsNumbers() {
    Tab tab = openDemo();
    awaitTraffic(tab);
    String name = tab.text("#name");
    long received = tab.number("#down-received");
    tab.reload();
    awaitTraffic(tab);
    assertEquals(name, tab.text("#name"));
    assertTrue(tab.number("#down-received") > received);
    assertNothingWrong(tab);
  }

  @Test
  void tabsHearEachOther() {
    Tab one = openDemo();
    Tab other = openDemo();
    one.evaluate("document.querySelector('#words').value = 'ahoy from the other tab'");
    one.click("#say button");
    other.await("document.querySelector('#lines').textContent.includes('ahoy from the other tab')");
    one.await("document.querySelector('#lines').textContent.includes('ahoy from the other tab')");
  }

  private static Tab openDemo() {
    Tab tab = chromium.open(server.url());
    tab.size(1280, 1400);
    awaitTransport(tab, "websocket");
    awaitTraffic(tab);
    return tab;
  }

  private static void awaitTransport(Tab tab, String transport) {
    tab.await("document.documentElement.dataset.transport === '" + transport + "'");
  }

  /** Ten more messages each way, from now on. */
  private static void awaitTraffic(Tab tab) {
    for (String counter : new String[] {"#down-received", "#up-received"}) {
      long before = tab.number(counter);
      tab.await(
          "+document.querySelector('%s').textContent.replace(/\\D/g, '') >= %d"
              .formatted(counter, before + 10));
    }
  }

  private static void assertNothingWrong(Tab tab) {
    for (String direction : new String[] {"up", "down"}) {
      for (String sin : new String[] {"lost", "repeated", "disordered"}) {
        assertEquals("0", tab.text("#" + direction + "-" + sin), direction + " " + sin);
      }
    }
  }
}
