package dev.bowline.compat.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bowline.compat.client.Daemons;
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
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Many lanes on one server, which knows by a session's first message which lane it belongs to.
 * Sessions that say nothing are openings that the network repeated, or that lost a race.
 */
final class Lanes implements AutoCloseable {
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

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
        .resumeTimeout(Duration.ofMinutes(5))
        .opensPerSecond(100_000)
        .postsPerSecond(1_000_000)
        .drain(Duration.ZERO);
  }

  /** Another lane to the server on this port. */
  void add(int port, Function<FaultProxy, Course> course) {
    lanes.add(new Lane(port, course));
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
      each.add("transports", names(lane.course().transports()));
      all.add(each);
    }
    JsonObject plan = new JsonObject();
    plan.add("lanes", all);
    return plan;
  }

  private static JsonArray names(List<Transport> transports) {
    JsonArray names = new JsonArray();
    transports.forEach(transport -> names.add(transport.name().toLowerCase(Locale.ROOT)));
    return names;
  }

  /** Keeps all lanes going until it is closed. */
  void start() {
    Daemons.run(
        "lanes",
        () -> {
          while (!over) {
            lanes.forEach(Lane::goesOn);
            LockSupport.parkNanos(PACE_NANOS);
          }
        });
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
  void judges(String what, List<JsonObject> said) {
    Map<Integer, JsonObject> ends =
        said.stream().collect(Collectors.toMap(it -> it.get("lane").getAsInt(), it -> it));
    List<String> wrong = new ArrayList<>();
    Totals totals = Totals.NONE;
    long strikes = 0;
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      strikes += lane.course().strikes();
      JsonObject end = ends.get(i);
      if (end == null) {
        wrong.add("never ended: " + lane);
        continue;
      }
      int sent = end.get("sent").getAsInt();
      Totals up = lane.up(sent);
      totals = totals.plus(Totals.of(end)).plus(up);
      boolean isRight =
          end.equals(right(lane, end))
              && up.equals(new Totals(sent, 0, 0, 0))
              && !lane.isDamaged()
              && lane.course().strikes() > 0;
      if (!isRight) {
        wrong.add("heard " + end + " of " + lane);
      }
    }
    System.out.printf("%s, %,d strikes; %s%n", what, strikes, totals);
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
  }

  /** What the client should have seen. How often it lost its connection is left to the network. */
  private static JsonObject right(Lane lane, JsonObject end) {
    JsonObject right = end.deepCopy();
    right.addProperty("received", lane.sent());
    for (String sin :
        List.of("lost", "repeated", "disordered", "damaged", "reset", "gap", "error")) {
      right.addProperty(sin, 0);
    }
    if (!lane.course().expected().isEmpty()) {
      right.add("transport", names(lane.course().expected()));
    }
    right.addProperty("code", 1000);
    right.addProperty("wasClean", true);
    int detached = end.get("detached").getAsInt();
    // A channel may be closed while it is detached.
    int resumed = Math.max(end.get("resumed").getAsInt(), detached - 1);
    right.addProperty("resumed", Math.min(resumed, detached));
    return right;
  }

  @Override
  public void close() {
    over = true;
    lanes.forEach(Lane::close);
  }
}
