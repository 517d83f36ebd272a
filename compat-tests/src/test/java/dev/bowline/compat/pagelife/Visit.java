package dev.bowline.compat.pagelife;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/**
 * One page and the application that it talks with, in numbered messages both ways. Whatever happens
 * to it in between, in the end each side has heard exactly what the other has said.
 */
final class Visit {
  /** What only a failure sees: longer than the longest that a channel waits for anything. */
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  private static final long LOOK_AGAIN_MILLIS = 10;

  private final Application application;
  private final Tab tab;
  private final String transports;
  private final Tally up = new Tally();
  private Session session;
  private int sent;
  private int wanted;

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
    List<String> named = transports.equals("any") ? List.of() : List.of(transports);
    tab.navigate(Site.page(port, named, wishes));
    tab.await("window.says", DEADLINE);
    tab.evaluate("says(1)");
    Application.Happened<Payload> first = application.hearsFrom();
    Visit visit = new Visit(application, tab, transports, first.session());
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

  Session session() {
    return session;
  }

  int messages() {
    return sent + wanted;
  }

  /** Has the page say so many. */
  void says(int messages) {
    tab.evaluate("says(" + messages + ")");
    wanted += messages;
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
    until("everything is acknowledged down", () -> session.pendingMessages() == 0);
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
    List<String> heard = heard();
    for (String event : heard) {
      assertFalse(event.matches("(reset|gap|error|close).*"), heard::toString);
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
