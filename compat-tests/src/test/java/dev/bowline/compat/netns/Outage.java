package dev.bowline.compat.netns;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.jsclient.NodeProcess;
import dev.bowline.compat.migration.Tally;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A fault that strikes while messages go both ways on several channels: server, clients and rules
 * in a namespace of their own, from the first packet to the last figures.
 */
final class Outage {
  /** So many messages each way come before the fault and, once more, after it. */
  private static final int STREAM = 60;

  /** For all of it. A post that nobody answers is given up after 35 seconds. */
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private final KernelFault fault;
  private final long end = System.nanoTime() + DEADLINE.toNanos();

  Outage(KernelFault fault) {
    this.fault = fault;
  }

  /** All of it; returns what each lane has to say. */
  List<LaneReport> runs() throws IOException {
    try (Namespace namespace = Namespace.named(fault.name());
        Party server = Party.start(server(namespace))) {
      int port = Integer.parseInt(server.says().replace("port ", ""));
      Firewall wall = new Firewall(namespace, port);
      if (fault.early()) {
        fault.strikes().accept(wall);
      }
      try (Party clients = Party.start(clients(namespace, port))) {
        return between(server, clients, wall);
      }
    }
  }

  private List<LaneReport> between(Party server, Party clients, Firewall wall) {
    mark(server, clients);
    awaitsTraffic(server, clients, List.of());
    if (!fault.early()) {
      mark(server, clients);
      fault.strikes().accept(wall);
    }
    fault.lasts().ifPresent(Outage::passes);
    List<LaneReport> after = reports(server, clients, "report");
    long met = fault.lasts().isPresent() ? wall.heals() : 0;
    awaitsTraffic(server, clients, after);
    List<LaneReport> last = reports(server, clients, "rest");
    List<LaneReport> settled = new ArrayList<>();
    until(
        () -> {
          settled.clear();
          settled.addAll(reports(server, clients, "report"));
          return settled.stream().allMatch(LaneReport::isSettled);
        });
    long total = met + wall.met();
    return zipped(settled, last, total);
  }

  /** Silence counts as it was when both sides still spoke. */
  private static List<LaneReport> zipped(List<LaneReport> settled, List<LaneReport> at, long met) {
    List<LaneReport> all = new ArrayList<>();
    for (int i = 0; i < settled.size(); i++) {
      all.add(settled.get(i).with(met, at.get(i)));
    }
    return all;
  }

  private void awaitsTraffic(Party server, Party clients, List<LaneReport> since) {
    until(
        () -> {
          List<LaneReport> now = reports(server, clients, "report");
          for (int i = 0; i < now.size(); i++) {
            int up = since.isEmpty() ? 0 : since.get(i).upReceived();
            int down = since.isEmpty() ? 0 : since.get(i).downReceived();
            if (now.get(i).upReceived() < up + STREAM
                || now.get(i).downReceived() < down + STREAM) {
              return false;
            }
          }
          return true;
        });
  }

  private List<LaneReport> reports(Party server, Party clients, String order) {
    JsonObject heardUp = server.obeys(order);
    JsonObject heardDown = clients.obeys(order);
    return fault.lanes().keySet().stream()
        .map(
            lane ->
                new LaneReport(
                    fault.toString(),
                    lane,
                    heardUp.getAsJsonObject(lane),
                    heardDown.getAsJsonObject(lane),
                    0))
        .toList();
  }

  private static void mark(Party server, Party clients) {
    server.obeys("mark");
    clients.obeys("mark");
  }

  private static void passes(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** Comes back when it holds, or at a deadline, so that the figures tell what was missing. */
  private void until(BooleanSupplier holds) {
    while (!holds.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  /** The runnable jar, and beside it this module's own classes without anything else. */
  private List<String> server(Namespace namespace) {
    String classes =
        String.join(
            File.pathSeparator,
            System.getProperty("bowline.jar", "../server/target/bowline-server.jar"),
            place(Tally.class),
            place(Payload.class));
    List<String> arguments =
        new ArrayList<>(
            List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classes));
    arguments.add(ServerProgram.class.getName());
    arguments.addAll(fault.lanes().keySet());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return namespace.inside(java, arguments.toArray(String[]::new));
  }

  private List<String> clients(Namespace namespace, int port) {
    JsonObject plan = new JsonObject();
    plan.add("server", new JsonPrimitive("http://127.0.0.1:" + port));
    plan.add("ws", new JsonPrimitive(NodeProcess.webSocketPackage()));
    plan.add("lanes", new Gson().toJsonTree(fault.lanes(), Map.class));
    String script = path(Objects.requireNonNull(Outage.class.getResource("/netns/traffic.mjs")));
    return namespace.inside("node", script, plan.toString());
  }

  private static String place(Class<?> type) {
    return path(type.getProtectionDomain().getCodeSource().getLocation());
  }

  private static String path(URL url) {
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
