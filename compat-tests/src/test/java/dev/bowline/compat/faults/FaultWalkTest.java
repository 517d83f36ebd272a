package dev.bowline.compat.faults;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bowline.compat.Needs;
import dev.bowline.compat.host.Host;
import dev.bowline.compat.jsclient.NodeProcess;
import dev.bowline.server.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * JavaScript clients of all preferences exchange numbered messages all the time, each through a
 * proxy that changes its mind every few hundred milliseconds. The seed is printed, and {@code
 * -Dbowline.seed=N} makes the same choices again, though not the same interleaving.
 */
@Needs("node")
class FaultWalkTest {
  private static final Transport WEBSOCKET = Transport.WEBSOCKET;
  private static final Transport SSE = Transport.SSE;
  private static final Transport POLLING = Transport.POLLING;

  private static final List<List<Transport>> PREFERENCES =
      List.of(
          List.of(WEBSOCKET, SSE, POLLING),
          List.of(POLLING, SSE, WEBSOCKET),
          List.of(SSE, WEBSOCKET, POLLING),
          List.of(WEBSOCKET, SSE),
          List.of(WEBSOCKET, POLLING),
          List.of(SSE, POLLING),
          List.of(WEBSOCKET),
          List.of(SSE),
          List.of(POLLING));

  /** What is left to do when the walk is over: every message that is missing, and the close. */
  private static final Duration REST = Duration.ofMinutes(2);

  @Test
  @Tag("plain-clients")
  void aWalkOfTwoMinutesLosesRepeatsAndReordersNothing() throws IOException {
    walks(Duration.ofSeconds(Integer.getInteger("bowline.walk.seconds", 120)));
  }

  @Test
  @Tag("soak")
  void aWalkOfHalfAnHourLosesRepeatsAndReordersNothing() throws IOException {
    walks(Duration.ofSeconds(Integer.getInteger("bowline.walk.seconds", 1_800)));
  }

  private static void walks(Duration length) throws IOException {
    long seed = Long.getLong("bowline.seed", new Random().nextLong() & 0xffff_ffffL);
    String what = "%d clients, a walk over faults of %d s, seed %d";
    System.out.printf(what + "%n", PREFERENCES.size(), length.toSeconds(), seed);
    try (Lanes lanes = new Lanes();
        Host host = Host.of(lanes.channel())) {
      for (List<Transport> preference : PREFERENCES) {
        Random random = new Random(seed + lanes.count());
        lanes.add(host.port(), proxy -> new Walk(preference, proxy, random, length));
      }
      lanes.start();
      JsonObject plan = lanes.plan();
      plan.addProperty("port", host.port());
      plan.addProperty("ws", NodeProcess.webSocketPackage());
      List<JsonObject> said = new ArrayList<>();
      try (NodeProcess node = NodeProcess.start("lanes.mjs", plan)) {
        while (said.size() < lanes.count()) {
          String line = node.says(length.plus(REST));
          said.add(JsonParser.parseString(line).getAsJsonObject());
        }
      } finally {
        lanes.judges(what.formatted(lanes.count(), length.toSeconds(), seed), said);
      }
    }
  }
}
