package dev.bowline.benchmarks;

import com.google.common.base.Splitter;
import dev.bowline.benchmarks.load.BrowserRequest;
import dev.bowline.benchmarks.load.Crowd;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One client stops reading while a thousand others are told 1 kB ten times a second: what that
 * costs the server's heap and the others' time, and how it ends. Each case has a server JVM of its
 * own with the JVM's defaults, and is there twice: with the one that stops, and without.
 */
final class SlowReader {
  private static final int OTHERS = 1_000;
  private static final int WARM_UP_SECONDS = 10;
  private static final List<String> JVM_OPTIONS = List.of("-Xmx512m");

  private final int seconds;

  SlowReader(int seconds) {
    this.seconds = seconds;
  }

  /**
   * @param windowMessages the send window in messages; 0 for the default
   */
  private record Case(int windowMessages, boolean stops) {
    String title() {
      String window = windowMessages == 0 ? "default window" : "window of " + windowMessages;
      return window + (stops ? ", one stops" : ", nobody stops");
    }
  }

  /**
   * @param heap how much more heap was in use after the broadcasts than before
   * @param held what the outbox of the stopped one held at most
   * @param heapAtEnd the same as heap, when the stopped one's session was over
   */
  private record Outcome(
      Case what, Delays delays, long heap, String held, String end, long heapAtEnd) {}

  void measure() throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    for (int window : List.of(0, 256)) {
      for (boolean stops : List.of(false, true)) {
        outcomes.add(run(new Case(window, stops)));
      }
    }
    System.out.printf(
        "%n%,d WebSocket clients, %,d bytes to each %d times a second for %d s; delay in ms, heap"
            + " in kB%n",
        OTHERS, Broadcasting.MESSAGE_BYTES, Broadcasting.PER_SECOND, seconds);
    System.out.printf(
        "%-28s %8s %8s %8s %10s %12s%n", "", "p50", "p99", "max", "more heap", "after its end");
    for (Outcome outcome : outcomes) {
      System.out.printf(
          Locale.ROOT,
          "%-28s %8.1f %8.1f %8.1f %10d %12s%n",
          outcome.what().title(),
          outcome.delays().millis(0.5),
          outcome.delays().millis(0.99),
          outcome.delays().millis(1),
          outcome.heap() / 1024,
          outcome.what().stops() ? outcome.heapAtEnd() / 1024 : "");
    }
    outcomes.stream()
        .filter(outcome -> outcome.what().stops())
        .forEach(
            outcome ->
                System.out.printf(
                    "%s: its outbox held at most %s; %s%n",
                    outcome.what().title(), outcome.held(), outcome.end()));
  }

  private Outcome run(Case what) throws InterruptedException {
    String window = Integer.toString(what.windowMessages());
    try (SubjectProcess server = SubjectProcess.start(JVM_OPTIONS, "broadcasting", window);
        Crowd crowd = new Crowd(server.address())) {
      BrowserRequest request = new BrowserRequest(server.address());
      Delays delays = new Delays();
      crowd.open(
          Stream.generate(() -> new WebSocketClient(request, delays)).limit(OTHERS).toList());
      broadcast(server, delays, WARM_UP_SECONDS);
      long before = server.heap();
      if (what.stops()) {
        crowd.open(List.of(new StoppingClient(request)));
      }
      broadcast(server, delays, seconds);
      crowd.check();
      long after = server.heap();
      String held = held(server);
      String end = what.stops() ? end(server) : "";
      long atEnd = server.heap();
      System.out.printf("%s: measured%n", what.title());
      return new Outcome(what, delays, after - before, held, end, atEnd - before);
    }
  }

  /** Returns when everybody has everything, and has had the time to acknowledge it. */
  private static void broadcast(SubjectProcess server, Delays delays, int seconds)
      throws InterruptedException {
    delays.clear();
    int messages = seconds * Broadcasting.PER_SECOND;
    server.order("broadcast " + messages);
    TimeUnit.SECONDS.sleep(3);
    if (delays.count() != messages * OTHERS) {
      throw new IllegalStateException(
          "of " + messages * OTHERS + " messages " + delays.count() + " have come");
    }
  }

  private static String held(SubjectProcess server) {
    List<String> held = Splitter.on(' ').splitToList(server.order("held"));
    return String.format(
        Locale.ROOT, "%s messages of %,d bytes in all", held.get(0), Long.parseLong(held.get(1)));
  }

  private static String end(SubjectProcess server) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    String end = server.order("end");
    while (end.isEmpty() && System.nanoTime() < until) {
      TimeUnit.SECONDS.sleep(1);
      end = server.order("end");
    }
    return end.isEmpty() ? "not over after 5 minutes" : end;
  }
}
