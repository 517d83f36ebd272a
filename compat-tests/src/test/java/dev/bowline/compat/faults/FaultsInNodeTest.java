package dev.bowline.compat.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bowline.compat.Needs;
import dev.bowline.compat.jsclient.NodeProcess;
import dev.bowline.server.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every fault in mid-stream, on the transport from each transport to each, with the JavaScript
 * client in Node: hundreds of sessions at the same time, each behind a proxy of its own.
 */
@Tag("plain-clients")
@Needs("node")
class FaultsInNodeTest {
  private static final Totals RIGHT = new Totals(Lane.MESSAGES, 0, 0, 0);
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  @Test
  void everyFaultOnTheWayFromEachTransportToEachLosesRepeatsAndReordersNothing()
      throws IOException {
    try (Lanes lanes = new Lanes()) {
      for (Trouble trouble : Trouble.chosen()) {
        for (Transport from : Transport.values()) {
          for (Transport to : Transport.values()) {
            if (trouble.concerns(from, to)) {
              int seed = lanes.all().size();
              lanes.add(new Lane(trouble, from, to, lanes.port(), seed));
            }
          }
        }
      }
      lanes.start();
      TreeMap<Integer, JsonObject> heard = new TreeMap<>();
      try (NodeProcess node = NodeProcess.start("lanes.mjs", plan(lanes))) {
        while (heard.size() < lanes.all().size()) {
          String line = node.says(DEADLINE);
          JsonObject end = JsonParser.parseString(line).getAsJsonObject();
          heard.put(end.get("lane").getAsInt(), end);
        }
      } catch (AssertionError e) {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < lanes.all().size(); i++) {
          if (!heard.containsKey(i)) {
            missing.add(lanes.all().get(i).toString());
          }
        }
        throw new AssertionError(String.join("\n", missing), e);
      }
      judges(lanes, heard);
    }
  }

  private static JsonObject plan(Lanes lanes) {
    JsonObject plan = new JsonObject();
    JsonArray all = new JsonArray();
    for (Lane lane : lanes.all()) {
      JsonObject each = new JsonObject();
      each.addProperty("port", lane.port());
      each.add("transports", transports(lane, false));
      all.add(each);
    }
    plan.addProperty("port", lanes.port());
    plan.addProperty("ws", NodeProcess.webSocketPackage());
    plan.addProperty("messages", Lane.MESSAGES);
    plan.add("lanes", all);
    return plan;
  }

  /** In the order in which the session uses them, or best first. */
  private static JsonArray transports(Lane lane, boolean asUsed) {
    List<Transport> used = new ArrayList<>(List.of(lane.from()));
    if (lane.from() != lane.to()) {
      boolean second = asUsed || lane.from().compareTo(lane.to()) < 0;
      used.add(second ? 1 : 0, lane.to());
    }
    JsonArray names = new JsonArray();
    used.forEach(transport -> names.add(transport.name().toLowerCase(Locale.ROOT)));
    return names;
  }

  private static void judges(Lanes lanes, TreeMap<Integer, JsonObject> heard) {
    JsonObject right = new JsonObject();
    right.addProperty("received", Lane.MESSAGES);
    for (String sin :
        List.of("lost", "repeated", "disordered", "damaged", "reset", "gap", "error")) {
      right.addProperty(sin, 0);
    }
    right.addProperty("code", 1000);
    right.addProperty("wasClean", true);
    List<String> wrong = new ArrayList<>();
    long strikes = 0;
    Totals totals = Totals.NONE;
    for (int i = 0; i < lanes.all().size(); i++) {
      Lane lane = lanes.all().get(i);
      JsonObject end = heard.get(i);
      JsonObject expected = right.deepCopy();
      expected.addProperty("lane", i);
      expected.add("transport", transports(lane, true));
      int detached = end.get("detached").getAsInt();
      int resumed = end.get("resumed").getAsInt();
      // A channel may be closed while it is detached.
      expected.addProperty("resumed", Math.min(detached, Math.max(resumed, detached - 1)));
      expected.addProperty("detached", detached);
      strikes += lane.strikesMade();
      totals = totals.plus(Totals.of(end)).plus(lane.up());
      boolean isRight = lane.up().equals(RIGHT) && !lane.isDamaged() && end.equals(expected);
      if (!isRight || lane.strikesMade() == 0) {
        wrong.add("heard " + end + ", expected " + expected + ", of " + lane);
      }
    }
    System.out.printf(
        "%d faults in Node, %d pairs of transports that can meet them, %,d strikes: %s%n",
        Trouble.chosen().size(), lanes.all().size(), strikes, totals);
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
  }
}
