package dev.bowline.compat.pagelife;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.Needs;
import dev.bowline.compat.browsers.Chromium;
import dev.bowline.compat.browsers.Tab;
import dev.bowline.compat.faults.Fault;
import dev.bowline.compat.faults.FaultProxy;
import dev.bowline.compat.faults.Requests;
import dev.bowline.compat.netns.Namespace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What happens to a page, with everything left as it comes on both sides. All of it at the same
 * time, since these tests do little but wait. How long messages stood still is written to {@code
 * target/pages.md} and judged by nobody.
 */
@Tag("page")
@Needs("chromium")
@Execution(ExecutionMode.CONCURRENT)
class LifeOfAPageTest {
  private static final URI BLANK = URI.create("about:blank");
  private static final Outcomes OUTCOMES = new Outcomes();

  private static Chromium chromium;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @BeforeAll
  static void start() throws IOException {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() throws IOException {
    chromium.close();
    OUTCOMES.write(Path.of("target", "pages.md"));
  }

  @AfterEach
  void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  /** Timers of a page that nobody sees run once a minute; what the network brings goes on. */
  @Test
  @Tag("sleep")
  void hiddenItHearsAndSaysAllTheWhile() throws IOException {
    Chromium browser =
        with(Chromium.start("--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/10"));
    Visits visits = Visits.onEachTransport();
    Site site = with(Site.of(visits.applications()));
    visits.begin(site.port(), () -> with(browser.open(BLANK)), "answers");
    browser.open(BLANK);
    visits.each(
        visit -> {
          visit.tab().await("document.hidden");
          Duration longest = Duration.ZERO;
          for (int second = 0; second < 130; second++) {
            Flow flow = visit.isAnswered();
            longest = flow.up().compareTo(longest) > 0 ? flow.up() : longest;
            passes(Duration.ofSeconds(1).minus(flow.up()));
          }
          visit.settles();
          visit.isUnbroken();
          OUTCOMES.add(
              "hidden for 130 s, a message a second",
              visit,
              "longest way there and back " + longest.toMillis() / 1e3 + " s");
        });
  }

  @Test
  @Tag("sleep")
  void frozenItGoesOn() {
    Visits visits = opens();
    visits.exchange(50);
    visits.each(visit -> visit.tab().call("Page.setWebLifecycleState", Map.of("state", "frozen")));
    visits.send(20);
    passes(Duration.ofSeconds(10));
    visits.each(visit -> visit.tab().call("Page.setWebLifecycleState", Map.of("state", "active")));
    visits.goOn("frozen for 10 s", OUTCOMES);
  }

  @Test
  @Tag("sleep")
  void stoppedForAMinuteItGoesOn() throws IOException {
    Chromium browser = with(Chromium.start());
    Visits visits = Visits.onEachTransport();
    Site site = with(Site.of(visits.applications()));
    visits.begin(site.port(), () -> browser.openWindow(BLANK));
    visits.exchange(50);
    browser.signal("STOP");
    visits.send(20);
    passes(Duration.ofSeconds(60));
    browser.signal("CONT");
    visits.goOn("the browser's processes stopped for 60 s", OUTCOMES);
  }

  @Test
  @Tag("history")
  void leftAndComeBackToItGoesOn() {
    Visits visits = opens();
    visits.exchange(50);
    visits.each(visit -> visit.tab().navigate(URI.create("data:text/html,elsewhere")));
    visits.send(20);
    passes(Duration.ofSeconds(3));
    visits.each(
        visit -> {
          visit.tab().evaluate("history.back()");
          visit.tab().await("window.state && state().heard.includes('pageshow persisted')");
        });
    visits.goOn("left for 3 s and come back to, from the back/forward cache", OUTCOMES);
  }

  @Test
  @Tag("history")
  void reloadedItGoesOn() {
    Visits visits = opens("reload");
    visits.exchange(50);
    visits.each(
        visit -> {
          visit.tab().reload();
          visit.tab().await("window.says");
        });
    visits.goOn("reloaded, with the option reload", OUTCOMES);
  }

  @ParameterizedTest
  @ValueSource(ints = {3_600, -3_600})
  @Tag("clock")
  void aClockThatJumpsDisturbsNothing(int seconds) {
    Visits visits = Visits.onEachTransport();
    Site site = with(Site.of(visits.applications()));
    visits.begin(site.port(), this::clocked);
    visits.exchange(50);
    visits.each(visit -> visit.tab().evaluate("ahead = " + seconds * 1000));
    visits.goOn("the clock jumps by %+d h".formatted(seconds / 3600), OUTCOMES);
  }

  @Test
  @Tag("clock")
  void aClockThatIsSetBackWhileThereIsNoConnectionDisturbsNothing() {
    Visits visits = Visits.onEachTransport();
    Site site = with(Site.of(visits.applications()));
    FaultProxy proxy = with(FaultProxy.before(site.port()));
    visits.begin(proxy.port(), this::clocked);
    visits.exchange(50);
    proxy.does(Fault.reset()).toAll(Requests.everything());
    visits.say(20);
    passes(Duration.ofSeconds(3));
    visits.each(visit -> visit.tab().evaluate("ahead = -3600000"));
    proxy.relents();
    visits.goOn("no connection for 3 s, and the clock jumps by -1 h meanwhile", OUTCOMES);
  }

  /** A window in which the clock can be set, by {@code ahead} in milliseconds. */
  private Tab clocked() {
    Tab tab = window();
    tab.call(
        "Page.addScriptToEvaluateOnNewDocument",
        Map.of(
            "source",
            """
            const Right = Date;
            window.ahead = 0;
            window.Date = class extends Right {
              constructor(...time) {
                super(...(time.length ? time : [Right.now() + ahead]));
              }
              static now() {
                return Right.now() + ahead;
              }
            };
            """));
    return tab;
  }

  @Test
  @Tag("network")
  void offlineItWaitsAndGoesOn() {
    Visits visits = opens();
    visits.exchange(50);
    visits.each(visit -> online(visit.tab(), false));
    visits.say(20);
    visits.send(20);
    passes(Duration.ofSeconds(10));
    visits.each(visit -> online(visit.tab(), true));
    visits.goOn("offline for 10 s", OUTCOMES);
  }

  private static void online(Tab tab, boolean online) {
    tab.call("Network.enable", Map.of());
    tab.call(
        "Network.emulateNetworkConditions",
        Map.of("offline", !online, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    tab.await("navigator.onLine === " + online);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 90})
  @Tag("network")
  @Needs({"ip", "iptables", "ss", "node"})
  void aNetworkThatSwallowsEverythingLosesNothing(int seconds) throws IOException {
    throughALine(
        "packets dropped both ways for " + seconds + " s",
        (line, visits) -> {
          line.wall().up("-j DROP");
          line.wall().down("-j DROP");
          visits.say(20);
          visits.send(20);
          passes(Duration.ofSeconds(seconds));
          line.heals();
        });
  }

  @Test
  @Tag("network")
  @Needs({"ip", "iptables", "ss", "node"})
  void anAddressThatIsTranslatedAnewLosesNothing() throws IOException {
    throughALine(
        "the connections are reset",
        (line, visits) -> line.wall().upOfThePresent("-j REJECT --reject-with tcp-reset"));
  }

  @Test
  @Tag("network")
  @Needs({"ip", "iptables", "ss", "node"})
  void connectionsThatDieSilentlyLoseNothing() throws IOException {
    throughALine(
        "the connections are dead, and nobody is told",
        (line, visits) -> {
          line.wall().upOfThePresent("-j DROP");
          line.wall().downOfThePresent("-j DROP");
        });
  }

  @Test
  @Tag("network")
  @Needs({"ip", "iptables", "ss", "node"})
  void anotherNetworkLosesNothing() throws IOException {
    throughALine(
        "the connections are dead, and there is another network 1 s later",
        (line, visits) -> {
          line.wall().upOfThePresent("-j DROP");
          line.wall().downOfThePresent("-j DROP");
          line.plugs(false);
          visits.say(20);
          passes(Duration.ofSeconds(1));
          line.plugs(true);
        });
  }

  private void throughALine(String what, BiConsumer<Line, Visits> fault) throws IOException {
    Namespace.needsPermission();
    Visits visits = Visits.onEachTransport();
    Site site = with(Site.of(visits.applications()));
    Line line = with(Line.to(site.port()));
    visits.begin(line.port(), () -> line.chromium().openWindow(BLANK));
    visits.exchange(50);
    fault.accept(line, visits);
    visits.goOn(what, OUTCOMES);
    assertTrue(line.met() > 0, "no packet has met the fault");
  }

  @Test
  @Tag("server")
  void aServerThatComesBackEmptyGivesBackWhatItHadNotHandled() {
    Visits visits = Visits.onEachTransport();
    Site site = with(Site.of(visits.applications()));
    visits.begin(site.port(), this::window);
    visits.exchange(50);
    visits.each(visit -> visit.saysWhatIsHandledInPart(10, 4));
    site.close();
    Visits others = Visits.onEachTransport();
    with(Site.of(others.applications(), site.port()));
    visits.goOnWith(others.applications(), "the server starts anew, nothing kept", OUTCOMES);
  }

  @Test
  @Tag("server")
  void aServerThatStopsInOrderTakesAndGivesWhatThereIs() {
    Visits visits = Visits.onEachTransport();
    Site site = with(Site.inOrder(visits.applications()));
    visits.begin(site.port(), this::window);
    visits.exchange(50);
    visits.say(20);
    visits.send(20);
    site.close();
    Visits others = Visits.onEachTransport();
    with(Site.of(others.applications(), site.port()));
    visits.goOnWith(
        others.applications(), "the server stops in order, and another starts", OUTCOMES);
  }

  @Test
  @Tag("tabs")
  void nineTabsHearAndSayEverything() {
    Visits visits = Visits.times(9, "any");
    Site site = with(Site.of(visits.applications()));
    visits.begin(site.port(), this::window);
    visits.exchange(20);
    passes(Duration.ofSeconds(30));
    visits.allGoOn("nine tabs, idle for 30 s", OUTCOMES);
  }

  private Visits opens(String... wishes) {
    Visits visits = Visits.onEachTransport();
    Site site = with(Site.of(visits.applications()));
    return visits.begin(site.port(), this::window, wishes);
  }

  private Tab window() {
    return with(chromium.openWindow(BLANK));
  }

  private <T extends AutoCloseable> T with(T resource) {
    opened.push(resource);
    return resource;
  }

  private static void passes(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
