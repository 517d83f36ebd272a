package dev.bowline.benchmarks;

import dev.bowline.benchmarks.load.Crowd;
import dev.bowline.benchmarks.load.Kind;
import dev.bowline.benchmarks.load.Ledger;
import dev.bowline.benchmarks.load.Subscribers;
import dev.bowline.benchmarks.report.Machine;
import dev.bowline.benchmarks.report.Spread;
import dev.bowline.benchmarks.report.Table;
import dev.bowline.benchmarks.servers.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What it costs the server to open a session, connection included, beside what bare Jetty has to do
 * for the same client. Sessions come in waves, each of which is cut when it is there; what a cut
 * costs isn't counted.
 */
final class Opening {
  static final Set<String> OPTIONS = Set.of("sessions", "waves", "rounds", "transport", "out");

  private static final List<Rival> RIVALS = List.of(Rival.BOWLINE, Rival.JETTY);
  private static final int WARM_UP_WAVES = 5;
  private static final long CALM_MILLIS = 500;

  private final int sessions;
  private final int waves;
  private final int rounds;
  private final List<Kind> kinds;
  private final Path out;

  Opening(Words words) {
    sessions = words.number("sessions", 1_000);
    waves = words.number("waves", 10);
    rounds = words.number("rounds", 3);
    kinds = words.several("transport", Kind.class);
    out = Path.of(words.text("out", "target/benchmarks"));
  }

  void measure() throws InterruptedException, IOException {
    Table raw = new Table("transport", "peer", "round", "opened", "server_cpu_seconds", "seconds");
    Table table = new Table("opened per CPU-second", "Bowline", "bare Jetty", "ratio");
    for (Kind kind : kinds) {
      List<Double> ours = new ArrayList<>();
      List<Double> theirs = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        for (Rival rival : RIVALS) {
          double rate = rate(kind, rival, round, raw);
          (rival == Rival.BOWLINE ? ours : theirs).add(rate);
        }
        ratios.add(ours.get(round - 1) / theirs.get(round - 1));
      }
      Spread ratio = Spread.of(ratios);
      table.add(
          kind.title(),
          String.format(Locale.ROOT, "%,.0f", Spread.of(ours).median()),
          String.format(Locale.ROOT, "%,.0f", Spread.of(theirs).median()),
          String.format(
              Locale.ROOT, "%.2f (%.2f-%.2f)", ratio.median(), ratio.least(), ratio.most()));
    }
    String page =
        String.format(
            Locale.ROOT,
            "# Opening%n%n%s.%n%nPer CPU-second of the server; %d waves of %,d, 64 at a time, after"
                + " %d to warm up; medians of %d rounds, servers taking turns. A session over polls"
                + " is an opening post and the first poll; bare Jetty has no session to open, and"
                + " gets the poll only.%n%n%s",
            Machine.description(),
            waves,
            sessions,
            WARM_UP_WAVES,
            rounds,
            table.markdown());
    Files.createDirectories(out);
    Files.writeString(out.resolve("opening.md"), page);
    Files.writeString(out.resolve("opening.csv"), raw.csv());
    System.out.println(page);
  }

  private double rate(Kind kind, Rival rival, int round, Table raw) throws InterruptedException {
    try (Running server = rival.start()) {
      double cpu = 0;
      double seconds = 0;
      for (int wave = -WARM_UP_WAVES; wave < waves; wave++) {
        try (Crowd crowd = new Crowd(server.address())) {
          Ledger silent = new Ledger(sessions, message -> {});
          double before = server.cpuSeconds();
          long started = System.nanoTime();
          rival.open(new Subscribers(crowd, silent, server.address()), kind, sessions);
          double took = (System.nanoTime() - started) / 1e9;
          // A first poll is on its way when its client calls itself ready.
          TimeUnit.MILLISECONDS.sleep(CALM_MILLIS);
          if (wave >= 0) {
            cpu += server.cpuSeconds() - before;
            seconds += took;
          }
        }
        TimeUnit.MILLISECONDS.sleep(CALM_MILLIS);
      }
      long opened = (long) waves * sessions;
      raw.add(
          kind.word(),
          rival.word(),
          round,
          opened,
          String.format(Locale.ROOT, "%.2f", cpu),
          String.format(Locale.ROOT, "%.2f", seconds));
      System.err.printf(
          Locale.ROOT,
          "%s, round %d: %s opens %,.0f per CPU-second%n",
          kind.title(),
          round,
          rival.title(),
          opened / cpu);
      return opened / cpu;
    }
  }
}
