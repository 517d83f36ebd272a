package dev.bowline.benchmarks;

import dev.bowline.benchmarks.report.BarChart;
import dev.bowline.benchmarks.report.Machine;
import dev.bowline.benchmarks.report.Spread;
import dev.bowline.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The rounds of {@link FanOut}, as a table, a chart and raw data. */
final class FanOutReport {
  /** Beyond this share of its core the load generator may be what is measured. */
  private static final double BUSY = 0.9;

  private final List<FanOut.Round> rounds;
  private final List<String> failures;
  private final int seconds;
  private final int warmUp;

  FanOutReport(List<FanOut.Round> rounds, List<String> failures, int seconds, int warmUp) {
    this.rounds = rounds;
    this.failures = failures;
    this.seconds = seconds;
    this.warmUp = warmUp;
  }

  /** One round in one line. */
  static String line(FanOut.Round round) {
    Histogram latency = round.account().latency();
    return String.format(
        Locale.ROOT,
        "%s, round %d: %-14s %,9.0f deliveries per CPU-second, p50 %.2f p99 %.2f ms, lost %d"
            + " repeated %d, generator %.0f %%",
        round.load().title(),
        round.number(),
        round.rival().title(),
        round.perCpuSecond(),
        latency.getValueAtPercentile(50) / 1e3,
        latency.getValueAtPercentile(99) / 1e3,
        round.account().lost(),
        round.account().repeated(),
        100 * round.generator());
  }

  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    String page = page();
    Files.writeString(directory.resolve("fan-out.md"), page);
    Files.writeString(directory.resolve("fan-out.csv"), raw().csv());
    Files.writeString(directory.resolve("fan-out.svg"), chart().svg());
    System.out.println(page);
  }

  private List<FanOut.Load> loads() {
    return rounds.stream().map(FanOut.Round::load).distinct().toList();
  }

  private List<Rival> rivals(FanOut.Load load) {
    return rounds.stream()
        .filter(round -> round.load().equals(load))
        .map(FanOut.Round::rival)
        .distinct()
        .toList();
  }

  private List<FanOut.Round> rounds(FanOut.Load load, Rival rival) {
    return rounds.stream()
        .filter(round -> round.load().equals(load) && round.rival() == rival)
        .toList();
  }

  private String page() {
    StringBuilder page = new StringBuilder("# Fan-out\n\n");
    page.append(Machine.description()).append(".\n\n");
    page.append(
        String.format(
            Locale.ROOT,
            "Messages of 100 bytes, told to everybody in a closed loop for %d s after at least %d s to"
                + " warm up, in a fresh server each time; medians, servers taking turns. A latency is"
                + " the time from handing a message to the publishing connection to when one"
                + " subscriber has read it; the load isn't paced, so nothing is to be corrected."
                + " The ratio is Bowline's deliveries per CPU-second by the other's in the same"
                + " round, with the least and the most. All times in ms.%n%n",
            seconds,
            warmUp));
    rounds.stream()
        .map(FanOut.Round::rival)
        .distinct()
        .forEach(
            rival ->
                page.append("- ")
                    .append(rival.title())
                    .append(": ")
                    .append(rival.version())
                    .append('\n'));
    for (FanOut.Load load : loads()) {
      page.append("\n## ").append(load.title()).append("\n\n").append(table(load).markdown());
    }
    if (rounds.stream().anyMatch(round -> round.generator() > BUSY)) {
      page.append(
          "\n**The load generator was busy all the time in some round: see its column.**\n");
    }
    if (!failures.isEmpty()) {
      page.append("\n**Failed:**\n\n");
      failures.forEach(failure -> page.append("- ").append(failure).append('\n'));
    }
    return page.toString();
  }

  private Table table(FanOut.Load load) {
    Table table =
        new Table(
            "",
            "deliveries per CPU-second",
            "Bowline by it",
            "deliveries per second",
            "server's cores",
            "p50",
            "p99",
            "p99.9",
            "max",
            "lost",
            "repeated",
            "gaps",
            "generator's core");
    for (Rival rival : rivals(load)) {
      List<FanOut.Round> its = rounds(load, rival);
      Histogram latency = its.get(0).account().latency().copy();
      its.stream().skip(1).forEach(round -> latency.add(round.account().latency()));
      table.add(
          rival.title(),
          number("%,.0f", its, FanOut.Round::perCpuSecond),
          ratio(load, rival),
          number("%,.0f", its, round -> round.account().deliveries() / round.account().seconds()),
          number("%.2f", its, round -> round.cpu() / round.account().seconds()),
          percentile(latency, 50),
          percentile(latency, 99),
          percentile(latency, 99.9),
          percentile(latency, 100),
          its.stream().mapToLong(round -> round.account().lost()).sum(),
          its.stream().mapToLong(round -> round.account().repeated()).sum(),
          its.stream().mapToLong(round -> round.account().gaps()).sum(),
          number("%.0f %%", its, round -> 100 * round.generator()));
    }
    return table;
  }

  private String ratio(FanOut.Load load, Rival rival) {
    List<FanOut.Round> ours = rounds(load, Rival.BOWLINE);
    List<FanOut.Round> its = rounds(load, rival);
    if (rival == Rival.BOWLINE || ours.isEmpty()) {
      return "";
    }
    List<Double> ratios = new ArrayList<>();
    for (int index = 0; index < Math.min(ours.size(), its.size()); index++) {
      ratios.add(ours.get(index).perCpuSecond() / its.get(index).perCpuSecond());
    }
    Spread spread = Spread.of(ratios);
    return String.format(
        Locale.ROOT, "%.2f (%.2f-%.2f)", spread.median(), spread.least(), spread.most());
  }

  private static String number(
      String format, List<FanOut.Round> its, ToDoubleFunction<FanOut.Round> what) {
    return String.format(Locale.ROOT, format, spread(its, what).median());
  }

  private static Spread spread(List<FanOut.Round> its, ToDoubleFunction<FanOut.Round> what) {
    return Spread.of(its.stream().mapToDouble(what).boxed().toList());
  }

  private static String percentile(Histogram latency, double percentile) {
    return String.format(Locale.ROOT, "%.2f", latency.getValueAtPercentile(percentile) / 1e3);
  }

  private BarChart chart() {
    BarChart chart = new BarChart("Fan-out: deliveries per server CPU-second");
    for (FanOut.Load load : loads()) {
      chart.group(load.title());
      for (Rival rival : rivals(load)) {
        Spread spread = spread(rounds(load, rival), FanOut.Round::perCpuSecond);
        chart.bar(
            rival.title(), spread.median(), spread.least(), spread.most(), rival == Rival.BOWLINE);
      }
    }
    return chart;
  }

  private Table raw() {
    Table raw =
        new Table(
            "transport",
            "subscribers",
            "in_flight",
            "peer",
            "round",
            "seconds",
            "messages",
            "deliveries",
            "server_cpu_seconds",
            "deliveries_per_cpu_second",
            "p50_us",
            "p90_us",
            "p99_us",
            "p999_us",
            "max_us",
            "lost",
            "repeated",
            "gaps",
            "generator_core");
    for (FanOut.Round round : rounds) {
      Histogram latency = round.account().latency();
      raw.add(
          round.load().kind().word(),
          round.load().subscribers(),
          round.load().inFlight(),
          round.rival().word(),
          round.number(),
          String.format(Locale.ROOT, "%.3f", round.account().seconds()),
          round.account().messages(),
          round.account().deliveries(),
          String.format(Locale.ROOT, "%.2f", round.cpu()),
          String.format(Locale.ROOT, "%.0f", round.perCpuSecond()),
          latency.getValueAtPercentile(50),
          latency.getValueAtPercentile(90),
          latency.getValueAtPercentile(99),
          latency.getValueAtPercentile(99.9),
          latency.getMaxValue(),
          round.account().lost(),
          round.account().repeated(),
          round.account().gaps(),
          String.format(Locale.ROOT, "%.3f", round.generator()));
    }
    return raw;
  }
}
