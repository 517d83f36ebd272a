package dev.bowline.compat.jsclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bowline.compat.Needs;
import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.faults.FaultProxy;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.host.Host;
import dev.bowline.compat.migration.Tally;
import dev.bowline.server.Session;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JavaScript client in Node: 2,000 messages each way, from each transport to each, with a
 * switch in the middle of the stream and with a line that is cut there.
 */
@Tag("plain-clients")
@Needs("node")
class EveryPairInNodeTest {
  private static final int MESSAGES = 2_000;

  /** Where both sides wait for the switch, so that it is one in mid-stream. */
  private static final int UNTIL = 1_700;

  private static final int PENDING = 300;

  private static final Executor THREADS = task -> Daemons.run("traffic", task);

  static Stream<Arguments> pairs() {
    List<String> transports = List.of("websocket", "sse", "polling");
    return transports.stream()
        .flatMap(from -> transports.stream().map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aSwitchInMidStreamLosesRepeatsAndReordersNothing(String from, String to) throws IOException {
    JsonObject heard = run("switch", from, to);

    // Up, and sideways, a session moves while what carried it still works.
    if (from.equals(to) || !to.equals("polling")) {
      assertEquals(0, heard.get("detached").getAsInt(), heard::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aLineThatIsCutLosesRepeatsAndReordersNothing(String from, String to) throws IOException {
    JsonObject heard = run("cut", from, to);

    assertEquals(heard.get("detached"), heard.get("resumed"), heard::toString);
    if (!from.equals("polling")) {
      assertEquals(1, heard.get("detached").getAsInt(), heard::toString);
    }
  }

  private static JsonObject run(String event, String from, String to) throws IOException {
    Application application = new Application();
    Tally up = new Tally().of(MESSAGES);
    try (Host host = Host.of(application.channel());
        FaultProxy proxy = FaultProxy.before(host.port());
        NodeProcess node = NodeProcess.start("traffic.mjs", plan(proxy, event, from, to))) {
      CompletableFuture<Void> moved = new CompletableFuture<>();
      CompletableFuture<Void> down =
          CompletableFuture.runAsync(() -> sends(application.session(), moved), THREADS);
      CompletableFuture<Void> counted =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < MESSAGES; i++) {
                  up.counts(application.hears());
                }
              },
              THREADS);

      String line = node.says();
      while (!line.startsWith("done ")) {
        if (line.equals("cut")) {
          proxy.cuts();
          node.hears("it is cut");
        } else if (line.startsWith("moved ")) {
          moved.complete(null);
        } else {
          throw new AssertionError(line + " after " + up);
        }
        line = node.says();
      }
      down.join();
      counted.join();
      JsonObject heard = JsonParser.parseString(line.substring(5)).getAsJsonObject();
      System.out.println(figures(event, from, to, heard, up));

      assertEquals(1000, application.closeCode());
      assertFalse(application.hasHeardMore(), "more came than was sent");
      assertTrue(up.isPerfect(), up::toString);
      assertEquals(figures(0), figures(heard), heard::toString);
      assertEquals(transports(from, to), heard.get("transport"), heard::toString);
      return heard;
    }
  }

  private static void sends(Session session, CompletableFuture<Void> moved) {
    for (int i = 0; i < MESSAGES; i++) {
      if (i == UNTIL) {
        moved.join();
      }
      Await.until("down keeps up", () -> session.pendingMessages() < PENDING);
      session.send(Application.message(Tally.message(i)));
    }
  }

  private static JsonObject plan(FaultProxy proxy, String event, String from, String to) {
    JsonObject plan = new JsonObject();
    plan.addProperty("channel", "http://127.0.0.1:" + proxy.port() + "/channel");
    plan.addProperty("ws", NodeProcess.webSocketPackage());
    plan.addProperty("messages", MESSAGES);
    plan.addProperty("until", UNTIL);
    plan.addProperty("event", event);
    plan.addProperty("from", from);
    plan.addProperty("to", to);
    return plan;
  }

  private static JsonArray transports(String from, String to) {
    JsonArray all = new JsonArray();
    all.add(from);
    if (!from.equals(to)) {
      all.add(to);
    }
    return all;
  }

  /** What must not be otherwise. */
  private static JsonObject figures(JsonObject heard) {
    JsonObject figures = new JsonObject();
    figures(0).keySet().forEach(name -> figures.add(name, heard.get(name)));
    return figures;
  }

  private static JsonObject figures(int wrong) {
    JsonObject figures = new JsonObject();
    figures.addProperty("received", MESSAGES);
    for (String sin : List.of("lost", "repeated", "disordered", "damaged")) {
      figures.addProperty(sin, wrong);
    }
    for (String event : List.of("reset", "gap", "error")) {
      figures.addProperty(event, 0);
    }
    figures.addProperty("code", 1000);
    figures.addProperty("wasClean", true);
    return figures;
  }

  private static String figures(String event, String from, String to, JsonObject heard, Tally up) {
    return "JavaScript client, %-6s %-9s -> %-9s down %d of %d, %d lost, %d repeated, %d out of order; up %s"
        .formatted(
            event,
            from,
            to,
            heard.get("received").getAsInt(),
            MESSAGES,
            heard.get("lost").getAsInt(),
            heard.get("repeated").getAsInt(),
            heard.get("disordered").getAsInt(),
            up);
  }
}
