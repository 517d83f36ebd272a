package dev.bowline.compat.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.bowline.compat.migration.Tally;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** One engine on our page: all its runs, and whether each was as it had to be. */
final class Visit {
  private static final int MESSAGES = 500;

  /** How long nothing may be heard of an engine: a start and a run on a busy machine. */
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  private final Engine engine;
  private final Greeter greeter = new Greeter(MESSAGES);
  private final Map<String, JsonObject> ends = new TreeMap<>();
  private String userAgent = "";

  private Visit(Engine engine) {
    this.engine = engine;
  }

  /** Lets an engine do its runs, judges them, and adds a row to the table. */
  static void of(Engine engine) throws IOException {
    Visit visit = new Visit(engine);
    visit.takesPlace();
    visit.judges();
    Table.adds(engine.name(), visit.cells());
  }

  private void takesPlace() throws IOException {
    String query =
        "runs=%s&messages=%d&headStart=%d"
            .formatted(String.join(",", engine.runs()), MESSAGES, engine.headStart());
    try (Site site = Site.start(engine.terms().apply(greeter.channel()))) {
      URI page = site.page(query);
      try (Running running = Running.start(engine, page)) {
        boolean done = false;
        while (!done) {
          JsonObject report =
              site.report(DEADLINE).orElseThrow(() -> new AssertionError(silence(running)));
          if (report.has("error")) {
            throw new AssertionError(engine.name() + ": " + report + "\n" + running.lastWords());
          }
          userAgent = report.get("userAgent").getAsString();
          done = report.has("done");
          if (!done) {
            ends.put(report.get("run").getAsString(), report);
          }
        }
      }
    }
  }

  private String silence(Running running) {
    List<String> up = new ArrayList<>();
    engine.runs().forEach(run -> up.add(run + ": " + greeter.up(run)));
    return "%s, %s, fell silent. Runs that ended: %s; up: %s; it said: %s"
        .formatted(
            engine.name(),
            running.isAlive() ? "alive" : "dead",
            ends.keySet(),
            up,
            running.lastWords());
  }

  private void judges() {
    for (String run : engine.runs()) {
      String what = engine.name() + ", " + run;
      JsonObject end = end(run);
      assertEquals(right(run, end), end, what);
      assertTrue(greeter.up(run).isPerfect(), () -> what + ": " + greeter.up(run));
    }
  }

  /** What the page must have seen. */
  private JsonObject right(String run, JsonObject end) {
    JsonObject right = end.deepCopy();
    right.addProperty("received", MESSAGES);
    for (String sin : List.of("lost", "repeated", "outOfOrder", "damaged")) {
      right.addProperty(sin, 0);
    }
    JsonArray heard = new JsonArray();
    for (String event : List.of("open", "transport " + engine.expected(run), "close")) {
      heard.add(event);
    }
    right.add("heard", heard);
    right.addProperty("code", 1000);
    right.addProperty("wasClean", true);
    return right;
  }

  private List<String> cells() {
    List<String> first = new ArrayList<>();
    for (String bundle : engine.bundles()) {
      first.add(down(bundle + ".automatic", "firstMillis") + " ms");
    }
    int received = 0;
    int lost = 0;
    int repeated = 0;
    int outOfOrder = 0;
    for (String run : engine.runs()) {
      Tally up = greeter.up(run);
      received += up.received() + down(run, "received");
      lost += up.lost() + down(run, "lost");
      repeated += up.repeated() + down(run, "repeated");
      outOfOrder += up.outOfOrder() + down(run, "outOfOrder");
    }
    return List.of(
        engine.versionIn(userAgent),
        String.join(", ", engine.bundles()),
        String.join(", ", engine.transports()),
        engine.choice(),
        String.join(", ", first),
        String.format(Locale.ROOT, "%,d", received),
        String.valueOf(lost),
        String.valueOf(repeated),
        String.valueOf(outOfOrder));
  }

  private JsonObject end(String run) {
    return Objects.requireNonNull(ends.get(run), run);
  }

  private int down(String run, String figure) {
    return end(run).get(figure).getAsInt();
  }
}
