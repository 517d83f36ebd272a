package dev.bowline.benchmarks;

import dev.bowline.benchmarks.load.Client;
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
import java.util.concurrent.TimeUnit;

/**
 * All sessions lose their connections at once, while something is said to them every second, and
 * all come back at once, as a network does it: how long until everybody has everything again.
 */
final class ResumeStorm {
  static final Set<String> OPTIONS =
      Set.of("sessions", "transport", "rounds", "storms", "outage", "backoff", "heap", "out");

  private static final int WARM_UP_SECONDS = 10;
  private static final int MOST_SECONDS = 60;
  private static final long LOOK_MILLIS = 10;

  /**
   * One of them.
   *
   * @param number counts from 1 in each server: the first meets code that has never run
   */
  private record Storm(Kind kind, int round, int number) {}

  private final int sessions;
  private final List<Kind> kinds;
  private final int rounds;
  private final int storms;
  private final int outage;
  private final int backoff;
  private final String heap;
  private final Path out;

  ResumeStorm(Words words) {
    sessions = words.number("sessions", 10_000);
    kinds = words.several("transport", Kind.class);
    rounds = words.number("rounds", 3);
    storms = words.number("storms", 2);
    outage = words.number("outage", 3);
    backoff = words.number("backoff", 500);
    heap = words.text("heap", "512m");
    out = Path.of(words.text("out", "target/benchmarks"));
  }

  void measure() throws InterruptedException, IOException {
    Table table =
        new Table(
            "transport",
            "round",
            "storm",
            "half flow, s",
            "99 % flow, s",
            "all flow, s",
            "lost",
            "repeated",
            "gaps",
            "server CPU, s",
            "generator CPU, s",
            "resident before, MB",
            "at most, MB");
    for (Kind kind : kinds) {
      for (int round = 1; round <= rounds; round++) {
        storm(kind, round, table);
      }
    }
    String page =
        String.format(
            Locale.ROOT,
            "# Resume storm%n%n%s.%n%n%,d sessions in a JVM with -Xmx%s, told 100 bytes every second;"
                + " all connections reset at once; %d s later the network is back, and each client"
                + " tries again within %d ms, at random, as the JavaScript client does. Seconds count"
                + " from the network's return. A session flows when it"
                + " has the message that was published at the return, and so everything before it."
                + " The first storm meets a server that has never resumed a session."
                + "%n%n%s",
            Machine.description(),
            sessions,
            heap,
            outage,
            backoff,
            table.markdown());
    Files.createDirectories(out);
    Files.writeString(out.resolve("resume-storm.md"), page);
    Files.writeString(out.resolve("resume-storm.csv"), table.csv());
    System.out.println(page);
  }

  private void storm(Kind kind, int round, Table table) throws InterruptedException {
    try (Running server = Servers.bowline("-Xmx" + heap);
        Crowd crowd = new Crowd(server.address())) {
      OrderLine orders = new OrderLine();
      Ledger ledger = new Ledger(sessions, orders);
      crowd.open(orders, server.orders());
      Subscribers subscribers = new Subscribers(crowd, ledger, server.address());
      subscribers.openBowline(kind, sessions);
      say(crowd, ledger, WARM_UP_SECONDS);
      awaitAll(crowd, ledger);
      for (int number = 1; number <= storms; number++) {
        storm(new Storm(kind, round, number), server, crowd, ledger, subscribers.opened(), table);
      }
    }
  }

  private void storm(
      Storm storm, Running server, Crowd crowd, Ledger ledger, List<Client> clients, Table table)
      throws InterruptedException {
    long before = server.residentBytes();
    double cpu = server.cpuSeconds();
    long generator = crowd.cpuNanos();
    crowd.execute(ledger::startAgain);
    crowd.cut(clients);
    say(crowd, ledger, outage);
    crowd.execute(
        () -> {
          ledger.timeFromHere();
          ledger.publishOne();
        });
    crowd.comeBack(clients, backoff);
    awaitAll(crowd, ledger);
    crowd.check();
    Ledger.Account account = crowd.ask(ledger::account);
    table.add(
        storm.kind().title(),
        storm.round(),
        storm.number(),
        seconds(account, 50),
        seconds(account, 99),
        seconds(account, 100),
        account.lost(),
        account.repeated(),
        account.gaps(),
        String.format(Locale.ROOT, "%.2f", server.cpuSeconds() - cpu),
        String.format(Locale.ROOT, "%.2f", (crowd.cpuNanos() - generator) / 1e9),
        before >> 20,
        server.mostResidentBytes() >> 20);
    System.err.printf("%s: all flow after %s s%n", storm, seconds(account, 100));
  }

  private static String seconds(Ledger.Account account, double percentile) {
    return String.format(
        Locale.ROOT, "%.2f", account.latency().getValueAtPercentile(percentile) / 1e6);
  }

  private static void say(Crowd crowd, Ledger ledger, int seconds) throws InterruptedException {
    for (int second = 0; second < seconds; second++) {
      crowd.execute(ledger::publishOne);
      TimeUnit.SECONDS.sleep(1);
    }
  }

  /** Returns when everybody has everything; what is not there in time is lost. */
  private static void awaitAll(Crowd crowd, Ledger ledger) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (crowd.ask(ledger::outstanding) > 0) {
      if (System.nanoTime() > until) {
        crowd.check();
        Ledger.Account account = crowd.ask(ledger::account);
        throw new IllegalStateException(
            "after %d s not everybody has everything: %s".formatted(MOST_SECONDS, account));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
