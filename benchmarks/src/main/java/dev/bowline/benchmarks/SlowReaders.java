package dev.bowline.benchmarks;

import dev.bowline.benchmarks.load.Crowd;
import dev.bowline.benchmarks.load.Kind;
import dev.bowline.benchmarks.load.Ledger;
import dev.bowline.benchmarks.load.OrderLine;
import dev.bowline.benchmarks.load.Subscribers;
import dev.bowline.benchmarks.report.Machine;
import dev.bowline.benchmarks.report.Table;
import dev.bowline.benchmarks.servers.Running;
import dev.bowline.benchmarks.servers.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * Some of many WebSocket clients stop reading while all are told something in a closed loop that
 * waits for the others only: what that costs them, and the server's heap.
 */
final class SlowReaders {
  static final Set<String> OPTIONS = Set.of("clients", "slow", "seconds", "rounds", "heap", "out");

  private static final int WARM_UP_SECONDS = 15;

  private final int clients;
  private final int slow;
  private final int seconds;
  private final int rounds;
  private final String heap;
  private final Path out;

  SlowReaders(Words words) {
    clients = words.number("clients", 10_000);
    slow = words.number("slow", clients / 100);
    seconds = words.number("seconds", 120);
    rounds = words.number("rounds", 1);
    heap = words.text("heap", "1g");
    out = Path.of(words.text("out", "target/benchmarks"));
  }

  void measure() throws InterruptedException, IOException {
    Table table =
        new Table(
            "stopped",
            "round",
            "deliveries per CPU-second",
            "deliveries per second",
            "p50, ms",
            "p99, ms",
            "max, ms",
            "lost",
            "repeated",
            "heap before, MB",
            "heap after, MB",
            "sessions after",
            "generator's core");
    for (int round = 1; round <= rounds; round++) {
      for (int stopped : List.of(0, slow)) {
        run(stopped, round, table);
      }
    }
    String page =
        String.format(
            Locale.ROOT,
            "# Slow readers%n%n%s.%n%n%,d WebSocket clients in a JVM with -Xmx%s are told 100 bytes,"
                + " one message at a time, for %d s; some of them open a session, have a receive"
                + " buffer of 4 kB, and never read again. The figures are those of the others; heaps"
                + " after collection.%n%n%s",
            Machine.description(),
            clients,
            heap,
            seconds,
            table.markdown());
    Files.createDirectories(out);
    Files.writeString(out.resolve("slow-readers.md"), page);
    Files.writeString(out.resolve("slow-readers.csv"), table.csv());
    System.out.println(page);
  }

  private void run(int stopped, int round, Table table) throws InterruptedException {
    try (Running server = Servers.bowline("-Xmx" + heap);
        Crowd crowd = new Crowd(server.address())) {
      OrderLine orders = new OrderLine();
      Ledger ledger = new Ledger(clients - stopped, orders);
      crowd.open(orders, server.orders());
      Subscribers subscribers = new Subscribers(crowd, ledger, server.address());
      subscribers.openBowline(Kind.WEBSOCKET, clients - stopped);
      FanOut.run(crowd, ledger, 1, WARM_UP_SECONDS);
      subscribers.openStopping(stopped);
      long before = server.heap();
      double cpu = server.cpuSeconds();
      long generator = crowd.cpuNanos();
      Ledger.Account account = FanOut.run(crowd, ledger, 1, seconds);
      double spent = server.cpuSeconds() - cpu;
      double generated = (crowd.cpuNanos() - generator) / 1e9;
      crowd.check();
      Histogram latency = account.latency();
      table.add(
          stopped,
          round,
          String.format(Locale.ROOT, "%,.0f", account.deliveries() / spent),
          String.format(Locale.ROOT, "%,.0f", account.deliveries() / account.seconds()),
          String.format(Locale.ROOT, "%.1f", latency.getValueAtPercentile(50) / 1e3),
          String.format(Locale.ROOT, "%.1f", latency.getValueAtPercentile(99) / 1e3),
          String.format(Locale.ROOT, "%.1f", latency.getMaxValue() / 1e3),
          account.lost(),
          account.repeated(),
          before >> 20,
          server.heap() >> 20,
          server.sessions(),
          String.format(Locale.ROOT, "%.0f %%", 100 * generated / account.seconds()));
      System.err.printf("%d of %d stopped: measured%n", stopped, clients);
    }
  }
}
