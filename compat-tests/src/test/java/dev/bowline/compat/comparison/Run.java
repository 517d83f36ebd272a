package dev.bowline.compat.comparison;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bowline.compat.browsers.Chromium;
import dev.bowline.compat.browsers.Tab;
import dev.bowline.compat.faults.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * One of those that are compared, once, through one fault. Both sides say a number every {@value
 * #PACE} ms and go on with it until the outcome is known; the first {@value #MESSAGES} count.
 */
final class Run implements AutoCloseable {
  static final int MESSAGES = 500;
  static final int PACE = 20;

  /** Without a message for so long a direction doesn't flow. */
  static final int STILL_MILLIS = 1_500;

  /** How long everything flows before the fault comes. */
  private static final int BEFORE = 3_000 / PACE;

  /** What is still missing after so long a time in which all flows is lost. */
  private static final int SETTLED_MILLIS = 6_000;

  static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_AGAIN_MILLIS = 250;

  /** While one begins, no other does: what it costs to start a server would be in its figures. */
  private static final ReentrantLock BEGINNING = new ReentrantLock(true);

  /** But none waits longer than this for another's first messages. */
  private static final long BEGINNING_MILLIS = 3_000;

  private final Row row;
  private final Peer peer;
  private final Peer.Running server;
  private final FaultProxy proxy;
  private final Tab tab;
  private IntSupplier struck;
  private double began;
  private Account page = new Account(0, List.of());
  private Account other = new Account(0, List.of());

  private Run(Row row, Peer peer, Chromium chromium) {
    this.row = row;
    this.peer = peer;
    server = peer.start(PACE);
    proxy = FaultProxy.before(server.port());
    struck = row.begins(proxy, peer);
    tab = opens(chromium, peer, proxy.port(), PACE);
  }

  /** One that has begun. */
  static Run begin(Row row, Peer peer, Chromium chromium) {
    BEGINNING.lock();
    try {
      Run run = new Run(row, peer, chromium);
      run.begins();
      return run;
    } finally {
      BEGINNING.unlock();
    }
  }

  private void begins() {
    tab.evaluate("void begins()");
    looks();
    while (isMute() && now() < began + BEGINNING_MILLIS) {
      looks();
    }
  }

  static Tab opens(Chromium chromium, Peer peer, int port, int pace) {
    Tab tab = chromium.open(URI.create("about:blank"));
    tab.call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
    tab.navigate(page(peer, port, pace));
    tab.await("window.ready");
    return tab;
  }

  static URI page(Peer peer, int port, int pace) {
    String query = "?peer=" + peer.page() + "&pace=" + pace;
    return URI.create("http://127.0.0.1:" + port + "/pages/page.html" + query);
  }

  Outcome outcome() {
    double limit = began + LIMIT.toMillis();
    while (now() < limit && isMute()) {
      looks();
    }
    double struckAt = began;
    if (row.isInMidStream()) {
      while (now() < limit && Math.min(page.said(), other.said()) < BEFORE) {
        looks();
      }
      struckAt = now();
      struck = row.strikes(proxy, peer);
    }
    limit = struckAt + LIMIT.toMillis();
    while (now() < limit && !isOver()) {
      looks();
    }
    return Outcome.of(began, struckAt, now(), page, other, struck.getAsInt());
  }

  private void looks() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS));
    JsonObject told = tab.evaluate("account()").getAsJsonObject();
    began = told.get("began").getAsDouble();
    page = Account.of(told);
    other = server.account();
  }

  private boolean isMute() {
    return page.heard().isEmpty() || other.heard().isEmpty();
  }

  private boolean isOver() {
    boolean complete = page.different(MESSAGES) + other.different(MESSAGES) == 2 * MESSAGES;
    boolean said = Math.min(page.said(), other.said()) > MESSAGES;
    double silent = now() - Math.min(page.lastArrival(), other.lastArrival());
    double news = now() - Math.max(page.lastNews(MESSAGES), other.lastNews(MESSAGES));
    return complete || (said && silent < STILL_MILLIS && news > SETTLED_MILLIS);
  }

  private static double now() {
    return System.currentTimeMillis();
  }

  /** Everything that is known of it. */
  void writes(Path file, Outcome outcome) throws IOException {
    JsonObject told = tab.evaluate("account()").getAsJsonObject();
    StringBuilder text = new StringBuilder(row + ", " + peer + ": " + outcome + "\n");
    for (var event : told.getAsJsonArray("events")) {
      JsonArray pair = event.getAsJsonArray();
      text.append(
          "%9.0f ms  %s%n".formatted(pair.get(0).getAsDouble() - began, pair.get(1).getAsString()));
    }
    text.append(proxy).append("\npage: ").append(told).append("\nserver: ").append(other);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Override
  public void close() {
    tab.close();
    proxy.close();
    server.close();
  }
}
