package dev.bowline.compat.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bowline.compat.host.Application;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import dev.bowline.server.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many lanes on one server, which knows by a session's first message which lane it belongs to.
 * Sessions that say nothing are openings that the network repeated, or that lost a race.
 */
final class Lanes implements AutoCloseable {
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
  private static final Totals RIGHT = new Totals(Lane.MESSAGES, 0, 0, 0);

  private final List<Lane> lanes = new CopyOnWriteArrayList<>();
  private final Map<String, Lane> bySession = new ConcurrentHashMap<>();
  private volatile boolean over;

  /**
   * The channel of all lanes. Its terms are short, so that what is dead is found dead in seconds.
   */
  ChannelBuilder channel() {
    return Channel.builder()
        .onMessage(this::hears)
        .heartbeat(Duration.ofSeconds(1))
        .pollHold(Duration.ofSeconds(1))
        .resumeTimeout(Duration.ofSeconds(90))
        .opensPerSecond(100_000)
        .postsPerSecond(1_000_000)
        .drain(Duration.ZERO);
  }

  /** A lane to the server on this port, if trouble and transports concern each other. */
  void add(Trouble trouble, Transport from, Transport to, int port) {
    if (trouble.concerns(from, to)) {
      lanes.add(new Lane(trouble, from, to, port, lanes.size()));
    }
  }

  int count() {
    return lanes.size();
  }

  /** What the script is to do, which runs the clients. */
  JsonObject plan() {
    JsonArray all = new JsonArray();
    for (Lane lane : lanes) {
      JsonObject each = new JsonObject();
      each.addProperty("port", lane.port());
      each.add("transports", names(lane.from().compareTo(lane.to()) < 0, lane));
      all.add(each);
    }
    JsonObject plan = new JsonObject();
    plan.addProperty("messages", Lane.MESSAGES);
    plan.add("lanes", all);
    return plan;
  }

  private static JsonArray names(boolean inOrder, Lane lane) {
    List<Transport> used = new ArrayList<>(List.of(lane.from()));
    if (lane.from() != lane.to()) {
      used.add(inOrder ? 1 : 0, lane.to());
    }
    JsonArray names = new JsonArray();
    used.forEach(transport -> names.add(transport.name().toLowerCase(Locale.ROOT)));
    return names;
  }

  /** Keeps all lanes going until it is closed. */
  void start() {
    Thread thread =
        new Thread(
            () -> {
              while (!over) {
                lanes.forEach(Lane::goesOn);
                LockSupport.parkNanos(PACE_NANOS);
              }
            },
            "lanes");
    thread.setDaemon(true);
    thread.start();
  }

  private void hears(Session session, Message message) {
    Lane known = bySession.get(session.id());
    if (known == null) {
      Lane lane = lanes.get(Integer.parseInt(message.text().substring("lane ".length())));
      bySession.put(session.id(), lane);
      lane.runsOver(session);
    } else {
      known.hears(Application.payload(message));
    }
  }

  /** Looks at what the script said about each lane, and prints the totals. */
  void judges(String where, List<JsonObject> said) {
    List<String> wrong = new ArrayList<>();
    Totals totals = Totals.NONE;
    long strikes = 0;
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      int number = i;
      List<JsonObject> ends =
          said.stream().filter(it -> it.get("lane").getAsInt() == number).toList();
      strikes += lane.strikesMade();
      totals = totals.plus(lane.up());
      for (JsonObject end : ends) {
        totals = totals.plus(Totals.of(end));
      }
      boolean isRight =
          ends.stream().map(end -> without(end, "lane")).toList().equals(List.of(right(lane, ends)))
              && lane.up().equals(RIGHT)
              && !lane.isDamaged();
      if (!isRight || lane.strikesMade() == 0) {
        wrong.add("heard " + ends + " of " + lane);
      }
    }
    System.out.printf(
        "%s: %d faults, %d pairs of transports that can meet them, %,d strikes; %s%n",
        where, Trouble.chosen().size(), lanes.size(), strikes, totals);
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
  }

  private static JsonObject without(JsonObject all, String name) {
    JsonObject rest = all.deepCopy();
    rest.remove(name);
    return rest;
  }

  /** What the client should have seen. How often it lost its connection is left to the network. */
  private static JsonObject right(Lane lane, List<JsonObject> ends) {
    JsonObject right = new JsonObject();
    right.addProperty("received", Lane.MESSAGES);
    for (String sin :
        List.of("lost", "repeated", "disordered", "damaged", "reset", "gap", "error")) {
      right.addProperty(sin, 0);
    }
    right.add("transport", names(true, lane));
    right.addProperty("code", 1000);
    right.addProperty("wasClean", true);
    for (JsonObject end : ends) {
      int detached = end.get("detached").getAsInt();
      right.addProperty("detached", detached);
      // A channel may be closed while it is detached.
      int resumed = Math.max(end.get("resumed").getAsInt(), detached - 1);
      right.addProperty("resumed", Math.min(resumed, detached));
    }
    return right;
  }

  @Override
  public void close() {
    over = true;
    lanes.forEach(Lane::close);
  }
}
