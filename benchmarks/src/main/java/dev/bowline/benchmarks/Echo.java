package dev.bowline.benchmarks;

import dev.bowline.benchmarks.load.Crowd;
import dev.bowline.benchmarks.load.Echoes;
import dev.bowline.benchmarks.report.BarChart;
import dev.bowline.benchmarks.report.Machine;
import dev.bowline.benchmarks.report.Spread;
import dev.bowline.benchmarks.report.Table;
import dev.bowline.benchmarks.servers.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * 64 bytes there and back over WebSockets: Bowline with its protocol beside bare Jetty. First as
 * much as each can; then both at half of what bare Jetty could, for the times.
 */
final class Echo {
  static final Set<String> OPTIONS =
      Set.of("connections", "windows", "rounds", "seconds", "warm-up", "out");

  private static final List<Rival> RIVALS = List.of(Rival.BOWLINE, Rival.JETTY);

  /** How a load is given: a window of this many, or, if that is 0, a pace. */
  private record Load(int window) {
    String title() {
      return window == 0
          ? "paced, at half of what bare Jetty can with the smallest window"
          : String.format(Locale.ROOT, "window %d", window);
    }
  }

  private record Round(
      Load load, Rival rival, int number, Echoes.Account account, double cpu, double generator) {
    double perCpuSecond() {
      return account.messages() / cpu;
    }

    double perSecond() {
      return account.messages() / account.seconds();
    }
  }

  private final int connections;
  private final List<Integer> windows;
  private final int rounds;
  private final int seconds;
  private final int warmUp;
  private final Path out;

  Echo(Words words) {
    connections = words.number("connections", 50);
    windows = words.numbers("windows", "1,16");
    rounds = words.number("rounds", 3);
    seconds = words.number("seconds", 8);
    warmUp = words.number("warm-up", 45);
    out = Path.of(words.text("out", "target/benchmarks"));
  }

  void measure() throws InterruptedException, IOException {
    List<Round> measured = new ArrayList<>();
    for (int number = 1; number <= rounds; number++) {
      Map<Rival, Double> most = new EnumMap<>(Rival.class);
      for (int window : windows) {
        for (Rival rival : RIVALS) {
          Round round = round(new Load(window), rival, number, 0);
          most.putIfAbsent(rival, round.perSecond());
          measured.add(round);
        }
      }
      double pace = most.getOrDefault(Rival.JETTY, 0.0) / 2;
      for (Rival rival : RIVALS) {
        measured.add(round(new Load(0), rival, number, pace));
      }
    }
    Files.createDirectories(out);
    String page = page(measured);
    Files.writeString(out.resolve("echo.md"), page);
    Files.writeString(out.resolve("echo.csv"), raw(measured).csv());
    Files.writeString(out.resolve("echo.svg"), chart(measured).svg());
    System.out.println(page);
  }

  private Round round(Load load, Rival rival, int number, double pace) throws InterruptedException {
    try (Running server = rival.start();
        Crowd crowd = new Crowd(server.address())) {
      Echoes echoes = new Echoes(crowd);
      echoes.open(server.address(), connections, rival == Rival.BOWLINE);
      await(crowd, run(echoes, load, pace, warmUp), warmUp);
      double cpu = server.cpuSeconds();
      long generator = crowd.cpuNanos();
      Echoes.Account account = await(crowd, run(echoes, load, pace, seconds), seconds);
      double generated = (crowd.cpuNanos() - generator) / 1e9 / account.seconds();
      Round round = new Round(load, rival, number, account, server.cpuSeconds() - cpu, generated);
      System.err.println(line(round));
      return round;
    }
  }

  private static CompletableFuture<Echoes.Account> run(
      Echoes echoes, Load load, double pace, int seconds) {
    return load.window() == 0
        ? echoes.pace(pace, seconds)
        : echoes.saturate(load.window(), seconds);
  }

  private static Echoes.Account await(
      Crowd crowd, CompletableFuture<Echoes.Account> run, int seconds) throws InterruptedException {
    try {
      Echoes.Account account = run.get(seconds + 20L, TimeUnit.SECONDS);
      crowd.check();
      return account;
    } catch (TimeoutException | ExecutionException standstill) {
      crowd.check();
      throw new IllegalStateException("not every message comes back", standstill);
    }
  }

  private static String line(Round round) {
    Histogram latency = round.account().latency();
    return String.format(
        Locale.ROOT,
        "%s, round %d: %-12s %,9.0f messages per CPU-second, %,9.0f per second, p50 %d p99 %d us,"
            + " generator %.0f %%",
        round.load().title(),
        round.number(),
        round.rival().title(),
        round.perCpuSecond(),
        round.perSecond(),
        latency.getValueAtPercentile(50),
        latency.getValueAtPercentile(99),
        100 * round.generator());
  }

  private List<Load> loads() {
    List<Load> loads = new ArrayList<>(windows.stream().map(Load::new).toList());
    loads.add(new Load(0));
    return loads;
  }

  private static List<Round> rounds(List<Round> measured, Load load, Rival rival) {
    return measured.stream()
        .filter(round -> round.load().equals(load) && round.rival() == rival)
        .toList();
  }

  private String page(List<Round> measured) {
    StringBuilder page = new StringBuilder("# Echo\n\n");
    page.append(Machine.description()).append(".\n\n");
    page.append(
        String.format(
            Locale.ROOT,
            "%d WebSockets, messages of 64 bytes, each said again by the server; %d s after %d s to"
                + " warm up, in a fresh server each time; medians, servers taking turns. Bowline's"
                + " clients acknowledge with each message, as the JavaScript client does. Times in"
                + " µs: with a window from saying to hearing; paced, from when a message was meant"
                + " to be said, whatever the server did meanwhile. Ratios are Bowline by bare Jetty"
                + " in the same round, with the least and the most.%n",
            connections,
            seconds,
            warmUp));
    for (Rival rival : RIVALS) {
      page.append("\n- ").append(rival.title()).append(": ").append(rival.version());
    }
    page.append('\n');
    for (Load load : loads()) {
      page.append("\n## ").append(load.title()).append("\n\n");
      page.append(table(measured, load).markdown());
      page.append(
          String.format(
              "%nMessages per CPU-second: %s. p99: %s.%n",
              ratio(measured, load, Round::perCpuSecond),
              ratio(measured, load, round -> percentile(round, 99))));
    }
    return page.toString();
  }

  private static double percentile(Round round, double percentile) {
    return round.account().latency().getValueAtPercentile(percentile);
  }

  private static String ratio(List<Round> measured, Load load, ToDoubleFunction<Round> what) {
    List<Round> ours = rounds(measured, load, Rival.BOWLINE);
    List<Round> theirs = rounds(measured, load, Rival.JETTY);
    List<Double> ratios = new ArrayList<>();
    for (int index = 0; index < ours.size(); index++) {
      ratios.add(what.applyAsDouble(ours.get(index)) / what.applyAsDouble(theirs.get(index)));
    }
    Spread spread = Spread.of(ratios);
    return String.format(
        Locale.ROOT, "%.2f (%.2f-%.2f)", spread.median(), spread.least(), spread.most());
  }

  private static Table table(List<Round> measured, Load load) {
    Table table =
        new Table(
            "",
            "messages per CPU-second",
            "messages per second",
            "p50",
            "p90",
            "p99",
            "p99.9",
            "max",
            "not back",
            "generator's core",
            "generator late, p99");
    for (Rival rival : RIVALS) {
      List<Round> its = rounds(measured, load, rival);
      table.add(
          rival.title(),
          number("%,.0f", its, Round::perCpuSecond),
          number("%,.0f", its, Round::perSecond),
          number("%.0f", its, round -> percentile(round, 50)),
          number("%.0f", its, round -> percentile(round, 90)),
          number("%.0f", its, round -> percentile(round, 99)),
          number("%.0f", its, round -> percentile(round, 99.9)),
          number("%.0f", its, round -> percentile(round, 100)),
          its.stream().mapToInt(round -> round.account().unanswered()).sum(),
          number("%.0f %%", its, round -> 100 * round.generator()),
          number("%.0f", its, round -> round.account().late().getValueAtPercentile(99)));
    }
    return table;
  }

  private static String number(String format, List<Round> its, ToDoubleFunction<Round> what) {
    return String.format(Locale.ROOT, format, spread(its, what).median());
  }

  private static Spread spread(List<Round> its, ToDoubleFunction<Round> what) {
    return Spread.of(its.stream().mapToDouble(what).boxed().toList());
  }

  private BarChart chart(List<Round> measured) {
    BarChart chart = new BarChart("Echo: messages per server CPU-second");
    for (Load load : loads()) {
      chart.group(load.title());
      for (Rival rival : RIVALS) {
        Spread spread = spread(rounds(measured, load, rival), Round::perCpuSecond);
        chart.bar(
            rival.title(), spread.median(), spread.least(), spread.most(), rival == Rival.BOWLINE);
      }
    }
    return chart;
  }

  private static Table raw(List<Round> measured) {
    Table raw =
        new Table(
            "window",
            "peer",
            "round",
            "seconds",
            "messages",
            "server_cpu_seconds",
            "p50_us",
            "p90_us",
            "p99_us",
            "p999_us",
            "max_us",
            "generator_core",
            "generator_late_p99_us");
    for (Round round : measured) {
      raw.add(
          round.load().window(),
          round.rival().word(),
          round.number(),
          String.format(Locale.ROOT, "%.3f", round.account().seconds()),
          round.account().messages(),
          String.format(Locale.ROOT, "%.2f", round.cpu()),
          percentile(round, 50),
          percentile(round, 90),
          percentile(round, 99),
          percentile(round, 99.9),
          percentile(round, 100),
          String.format(Locale.ROOT, "%.3f", round.generator()),
          round.account().late().getValueAtPercentile(99));
    }
    return raw;
  }
}
