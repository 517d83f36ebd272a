package dev.bowline.compat.pagelife;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.bowline.compat.browsers.Tab;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.migration.Tally;
import dev.bowline.server.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * One page and the application that it talks with, in numbered messages both ways. Whatever happens
 * to it in between, in the end each side has heard exactly what the other has said.
 */
final class Visit {
  /** What only a failure sees: longer than the longest that a channel waits for anything. */
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  private static final long LOOK_AGAIN_MILLIS = 10;

  private Application application;
  private final Tab tab;
  private final String transports;
  private final Tally up = new Tally();
  private Session session;
  private int sent;
  private int wanted;
  private int inVain;
  private Duration first = Duration.ZERO;

  private Visit(Application application, Tab tab, String transports, Session session) {
    this.application = application;
    this.tab = tab;
    this.transports = transports;
    this.session = session;
  }

  /**
   * Opens the page. Its session is the one that its first message comes from: a race of transports
   * may have opened more.
   */
  static Visit begins(
      Application application, Tab tab, int port, String transports, String... wishes) {
    List<String> named = transports.equals("any") ? List.of() : List.of(transports.split(" "));
    long start = System.nanoTime();
    tab.navigate(Site.page(port, named, wishes));
    tab.await("window.says", DEADLINE);
    tab.evaluate("says(1)");
    Application.Happened<Payload> first = application.hearsFrom();
    Visit visit = new Visit(application, tab, transports, first.session());
    visit.first = Duration.ofNanos(System.nanoTime() - start);
    visit.wanted = 1;
    visit.up.counts(first.what());
    return visit;
  }

  Tab tab() {
    return tab;
  }

  String transports() {
    return transports;
  }

  /** How long it took from the click to the first message of the page's. */
  Duration first() {
    return first;
  }

  int messages() {
    return sent + wanted;
  }

  /** Has the page say so many. */
  void says(int messages) {
    tab.evaluate("says(" + messages + ")");
    wanted += messages;
  }

  /**
   * Has the page say so many, and the application handle only the first of them: the next one it
   * never finishes with. Comes back when the page has been told, as far as it can be.
   */
  void saysWhatIsHandledInPart(int messages, int handled) {
    application.takesItsTime();
    int first = wanted;
    says(messages);
    for (int i = 0; i < handled; i++) {
      up.counts(application.hears());
      application.handlesOne();
    }
    application.hears();
    // A post is answered when all of it is handled, or the server stops.
    int rest = IntStream.range(first + handled, wanted).map(i -> Tally.message(i).size()).sum();
    until(
        "what is handled is acknowledged",
        () -> isTrue("state().transport !== 'websocket' || state().bufferedAmount === " + rest));
  }

  /**
   * Goes on with another application, whose server has never heard of the session. All that the
   * first one has not handled the page gets back, and says it again; or a new one if there is none.
   */
  Flow meets(Application next) {
    long start = System.nanoTime();
    hearsAll();
    int handled = up.received();
    until("the session is known to be lost", () -> heard().stream().anyMatch(Visit::isReset));
    int givenBack = state().getAsJsonArray("unacknowledged").size();
    assertEquals(
        new Gson().toJsonTree(IntStream.range(wanted - givenBack, wanted).toArray()),
        state().get("unacknowledged"));
    // It may well be told of more: an acknowledgement can be lost with the server.
    inVain = handled - (wanted - givenBack);
    assertTrue(inVain >= 0, () -> givenBack + " given back, and " + handled + " handled");
    if (handled == wanted) {
      says(1);
    } else {
      tab.evaluate("again(" + handled + ")");
    }
    application = next;
    Application.Happened<Payload> first = next.hearsFrom();
    session = first.session();
    up.counts(first.what());
    sends(1);
    return flows(start);
  }

  /** How many messages were given back that had been handled. */
  int inVain() {
    return inVain;
  }

  private static boolean isReset(String event) {
    return event.startsWith("reset");
  }

  /** How long a message takes down to a page that answers, and the answer up. */
  Flow isAnswered() {
    long start = System.nanoTime();
    wanted++;
    sends(1);
    return flows(start);
  }

  /** Sends so many to the page. */
  void sends(int messages) {
    for (int i = 0; i < messages; i++) {
      session.send(Application.message(Tally.message(sent++)));
    }
  }

  /** So many each way, and all of it arrives. */
  void exchanges(int messages) {
    says(messages);
    sends(messages);
    settles();
  }

  /** How long it takes from now until a message that is new now has come up, and one down. */
  Flow flowsAgain() {
    long start = System.nanoTime();
    says(1);
    sends(1);
    return flows(start);
  }

  private Flow flows(long start) {
    Duration[] until = new Duration[2];
    until(
        "messages flow again",
        () -> {
          Duration now = Duration.ofNanos(System.nanoTime() - start);
          if (until[0] == null && hearsAll()) {
            until[0] = now;
          }
          if (until[1] == null && pageHasReceived(sent)) {
            until[1] = now;
          }
          return until[0] != null && until[1] != null;
        });
    return new Flow(until[0], until[1]);
  }

  /** Waits for everything that was said and sent, and looks that it is just that. */
  void settles() {
    until("everything has come up", this::hearsAll);
    until("everything has come down", () -> pageHasReceived(sent));
    until("everything is acknowledged up", () -> isTrue("state().bufferedAmount === 0"));
    var acknowledged = session.acknowledged().toCompletableFuture();
    until("everything is acknowledged down", acknowledged::isDone);
    assertTrue(up.of(wanted).isPerfect(), up::toString);
    assertFalse(application.hasHeardMore(), "more came than was said");
    JsonObject down = state().getAsJsonObject("down");
    assertEquals(sent, down.get("received").getAsInt(), down::toString);
    assertEquals(sent, down.getAsJsonArray("seen").size(), down::toString);
    for (String sin : List.of("repeated", "disordered", "damaged")) {
      assertEquals(0, down.get(sin).getAsInt(), down::toString);
    }
  }

  private boolean hearsAll() {
    while (application.hasHeardMore() && up.received() < wanted) {
      Application.Happened<Payload> next = application.hearsFrom();
      assertEquals(session, next.session(), "a message of another session");
      up.counts(next.what());
    }
    return up.received() >= wanted;
  }

  private boolean pageHasReceived(int messages) {
    return isTrue("received() >= " + messages);
  }

  /** What its channel and its document told the page, in order. */
  List<String> heard() {
    List<String> heard = new ArrayList<>();
    for (JsonElement event : state().getAsJsonArray("heard")) {
      heard.add(event.getAsString());
    }
    return heard;
  }

  /** That the session went on, and that the page was told of nothing worse than a pause. */
  void isUnbroken() {
    hasResets(0);
  }

  /** That the page was told so often that a session was lost, and of nothing else but pauses. */
  void hasResets(int times) {
    List<String> heard = heard();
    assertEquals(times, heard.stream().filter(Visit::isReset).count(), heard::toString);
    for (String event : heard) {
      assertFalse(event.matches("(gap|error|close).*"), heard::toString);
    }
    assertTrue(session.isOpen(), "the session is over");
  }

  JsonObject state() {
    return tab.evaluate("state()").getAsJsonObject();
  }

  boolean isTrue(String expression) {
    return tab.evaluate("!!(" + expression + ")").getAsBoolean();
  }

  void until(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "never: " + what + "; up " + up + " of " + wanted + "; " + state());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS));
    }
  }
}
