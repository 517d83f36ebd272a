package dev.bowline.benchmarks;

import dev.bowline.benchmarks.load.BrowserRequest;
import dev.bowline.benchmarks.load.Crowd;
import dev.bowline.benchmarks.load.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Heap of an idle session on each transport, beside the least that bare Jetty could do. Each
 * reading is (heap with all sessions - heap with none) / sessions, garbage collected, in a JVM
 * started for it and warmed up; runs alternate between the two servers, and medians are printed.
 */
final class IdleHeap {
  private static final int WARM_UP_ROUNDS = 2;

  /** More than it takes a channel to forget a session that was left, deadlines and all. */
  private static final int CALM_SECONDS = 6;

  /** Exact after a collection; what lives is the same under any collector. */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseSerialGC", "-Xms2g", "-Xmx2g", "-XX:MarkSweepAlwaysCompactCount=1");

  private final int sessions;
  private final int runs;
  private final boolean withClasses;

  IdleHeap(int sessions, int runs, boolean withClasses) {
    this.sessions = sessions;
    this.runs = runs;
    this.withClasses = withClasses;
  }

  /** What one run found: bytes, and what they consist of if that was asked for. */
  private record Reading(double bytes, @Nullable ClassHistogram classes) {}

  void measure(List<Kind> kinds) throws InterruptedException {
    Map<Kind, double[]> medians = new EnumMap<>(Kind.class);
    for (Kind kind : kinds) {
      medians.put(kind, medians(kind));
    }
    System.out.printf(
        "%nHeap of one of %,d idle sessions, in bytes; medians of %d runs%n", sessions, runs);
    System.out.printf("%-14s %10s %10s %10s%n", "", "bare Jetty", "Bowline", "more");
    medians.forEach(
        (kind, both) ->
            System.out.printf(
                Locale.ROOT,
                "%-14s %10.0f %10.0f %10.0f%n",
                kind.title(),
                both[0],
                both[1],
                both[1] - both[0]));
  }

  private double[] medians(Kind kind) throws InterruptedException {
    List<Reading> bare = new ArrayList<>();
    List<Reading> bowline = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      bare.add(reading("bare", kind));
      bowline.add(reading("bowline", kind));
      System.out.printf(
          Locale.ROOT,
          "%s, run %d: bare Jetty %.0f, Bowline %.0f%n",
          kind.title(),
          run,
          bare.get(run - 1).bytes(),
          bowline.get(run - 1).bytes());
    }
    ClassHistogram base = bare.get(runs - 1).classes();
    ClassHistogram ours = bowline.get(runs - 1).classes();
    if (base != null && ours != null) {
      System.out.printf("%s: classes of bare Jetty%n", kind.title());
      base.printPerSession(sessions);
      System.out.printf("%s: classes of Bowline that bare Jetty has not%n", kind.title());
      ours.minus(base).printPerSession(sessions);
    }
    return new double[] {median(bare), median(bowline)};
  }

  private static double median(List<Reading> readings) {
    double[] sorted = readings.stream().mapToDouble(Reading::bytes).sorted().toArray();
    int middle = sorted.length / 2;
    return Arrays.stream(sorted, middle - (sorted.length + 1) % 2, middle + 1)
        .average()
        .orElseThrow();
  }

  private Reading reading(String subject, Kind kind) throws InterruptedException {
    try (SubjectProcess server = SubjectProcess.start(JVM_OPTIONS, subject)) {
      for (int round = 0; round < WARM_UP_ROUNDS; round++) {
        warmUp(server, kind);
      }
      long before = server.heap();
      ClassHistogram none = withClasses ? server.histogram() : null;
      try (Crowd crowd = new Crowd(server.address())) {
        crowd.open(clients(server, kind, IdleClient.MEASURED));
        awaitSessions(server, sessions);
        long after = server.heap();
        ClassHistogram all = none == null ? null : server.histogram().minus(none);
        crowd.check();
        return new Reading((after - before) / (double) sessions, all);
      }
    }
  }

  private void warmUp(SubjectProcess server, Kind kind) throws InterruptedException {
    try (Crowd crowd = new Crowd(server.address())) {
      crowd.open(clients(server, kind, IdleClient.BRIEF));
    }
    awaitSessions(server, 0);
    TimeUnit.SECONDS.sleep(CALM_SECONDS);
  }

  private List<IdleClient> clients(SubjectProcess server, Kind kind, String path) {
    BrowserRequest request = new BrowserRequest(server.address());
    return Stream.generate(() -> new IdleClient(kind, path, request)).limit(sessions).toList();
  }

  private static void awaitSessions(SubjectProcess server, int wanted) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (server.sessions() != wanted) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(
            "the server has " + server.sessions() + " sessions, not " + wanted);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
