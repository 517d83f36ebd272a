package dev.bowline.compat.jsclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.bowline.compat.browsers.Tab;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.migration.Tally;
import dev.bowline.server.Session;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Numbered messages between an application and a page; both ends count what they hear. */
public final class Talk {
  private static final int PENDING = 300;

  private final Application application;
  private final Tab tab;
  private final Session session;
  private final Tally up = new Tally();
  private int sent;
  private int asked;

  private Talk(Application application, Tab tab, Session session) {
    this.application = application;
    this.tab = tab;
    this.session = session;
  }

  /** Opens the page and waits for its session. */
  public static Talk opens(Application application, Tab tab, URI page) {
    tab.navigate(page);
    return new Talk(application, tab, application.session());
  }

  /**
   * The same for a page that may have opened sessions of which it never heard: its own is the one
   * that its first message comes from.
   */
  public static Talk opensSomehow(Application application, Tab tab, URI page) {
    tab.navigate(page);
    asks(tab, 1);
    Application.Happened<Payload> first = application.hearsFrom();
    Talk talk = new Talk(application, tab, first.session());
    talk.asked = 1;
    talk.up.counts(first.what());
    return talk;
  }

  private static void asks(Tab tab, int messages) {
    tab.await("window.asks");
    tab.evaluate("asks(" + messages + ")");
  }

  public Session session() {
    return session;
  }

  /** Asks the page for so many messages. */
  public void asks(int messages) {
    asks(tab, messages);
    asked += messages;
  }

  /** Sends so many to the page. */
  public void sends(int messages) {
    for (int i = 0; i < messages; i++) {
      Await.until("down keeps up", () -> session.pendingMessages() < PENDING);
      session.send(Application.message(Tally.message(sent++)));
    }
  }

  /** Counts so many messages of the page's. */
  public void hears(int messages) {
    for (int i = 0; i < messages; i++) {
      up.counts(application.hears());
    }
  }

  /** So many messages each way, at the same time. */
  public void exchanges(int messages) {
    asks(messages);
    sends(messages);
    endsWell();
  }

  /** Waits for everything that was sent or asked for, both ways, and looks that it is just that. */
  public void endsWell() {
    hears(asked - up.received());
    tab.await("state().down?.received >= " + sent + " && state().bufferedAmount === 0");
    var acknowledged = session.acknowledged().toCompletableFuture();
    Await.until("the page has acknowledged all", acknowledged::isDone);
    assertTrue(up.of(asked).isPerfect(), up::toString);
    assertTrue(!application.hasHeardMore(), "more came than was asked for");
    JsonObject down = state().getAsJsonObject("down");
    assertEquals(sent, down.get("received").getAsInt(), down::toString);
    assertEquals(sent, down.getAsJsonArray("seen").size(), down::toString);
    for (String sin : List.of("repeated", "disordered", "damaged")) {
      assertEquals(0, down.get(sin).getAsInt(), down::toString);
    }
  }

  /** What the channel told the page, in order. */
  public List<String> heard() {
    List<String> heard = new ArrayList<>();
    for (JsonElement event : state().getAsJsonArray("heard")) {
      heard.add(event.getAsString());
    }
    return heard;
  }

  /** Waits until the channel has told the page this. */
  public void awaits(String event) {
    tab.await("state().heard?.includes('" + event + "')");
  }

  public JsonObject state() {
    return tab.evaluate("state()").getAsJsonObject();
  }
}
