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
 * Every fault in mid-stream, on the way from each transport to each, with the JavaScript client in
 * Node: hundreds of sessions, each behind a proxy of its own.
 */
@Tag("plain-clients")
@Needs("node")
class FaultsInNodeTest {
  /** How long nothing may be heard of any session. */
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  @Test
  void everyFaultOnTheWayFromEachTransportToEachLosesRepeatsAndReordersNothing()
      throws IOException {
    try (Lanes lanes = new Lanes();
        Host host = Host.of(lanes.channel())) {
      for (Trouble trouble : Trouble.chosen()) {
        for (Transport from : Transport.values()) {
          for (Transport to : Transport.values()) {
            if (trouble.concerns(from, to)) {
              Random random = new Random(lanes.count());
              lanes.add(host.port(), proxy -> new Crossing(trouble, from, to, proxy, random));
            }
          }
        }
      }
      lanes.start();
      JsonObject plan = lanes.plan();
      plan.addProperty("messages", Crossing.MESSAGES);
      plan.addProperty("port", host.port());
      plan.addProperty("ws", NodeProcess.webSocketPackage());
      List<JsonObject> said = new ArrayList<>();
      try (NodeProcess node = NodeProcess.start("lanes.mjs", plan)) {
        while (said.size() < lanes.count()) {
          said.add(JsonParser.parseString(node.says(DEADLINE)).getAsJsonObject());
        }
      } finally {
        lanes.judges(Trouble.in("Node", lanes.count()), said);
      }
    }
  }
}
