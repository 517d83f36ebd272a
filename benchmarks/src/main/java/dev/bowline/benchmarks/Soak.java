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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A channel in use for a long time: sessions on all transports that are told something five times a
 * second, lose their connections now and then and come back, and others that come and leave for
 * good. Nothing may be lost, and the heap has to stay what it was.
 */
final class Soak {
  static final Set<String> OPTIONS = Set.of("minutes", "sessions", "visitors", "heap", "out");

  private static final int MESSAGES_PER_SECOND = 5;
  private static final long BACK_WITHIN_MILLIS = 500;
  private static final int SECONDS_BETWEEN_CUTS_OF_ONE = 100;

  private final int minutes;
  private final int sessions;
  private final int visitors;
  private final String heap;
  private final Path out;
  private final Random random = new Random(5);

  Soak(Words words) {
    minutes = words.number("minutes", 30);
    sessions = words.number("sessions", 1_000);
    visitors = words.number("visitors", 10);
    heap = words.text("heap", "512m");
    out = Path.of(words.text("out", "target/benchmarks"));
  }

  void measure() throws InterruptedException, IOException {
    Table table =
        new Table(
            "minute",
            "heap, MB",
            "resident, MB",
            "sessions",
            "messages",
            "deliveries",
            "lost",
            "repeated",
            "gaps",
            "server CPU, s");
    try (Running server = Servers.bowline("-Xmx" + heap);
        Crowd crowd = new Crowd(server.address())) {
      OrderLine orders = new OrderLine();
      Ledger ledger = new Ledger(sessions, orders);
      crowd.open(orders, server.orders());
      Subscribers subscribers = new Subscribers(crowd, ledger, server.address());
      for (Kind kind : Kind.values()) {
        int share = sessions / 3 + (kind == Kind.WEBSOCKET ? sessions % 3 : 0);
        subscribers.openBowline(kind, share);
      }
      crowd.execute(ledger::startAgain);
      for (int minute = 0; minute <= minutes; minute++) {
        if (minute > 0) {
          minute(server, crowd, ledger, subscribers.opened());
        }
        Ledger.Account account = crowd.ask(ledger::account);
        table.add(
            minute,
            String.format(Locale.ROOT, "%.1f", server.heap() / 1024.0 / 1024),
            server.residentBytes() >> 20,
            server.sessions(),
            account.messages(),
            account.deliveries(),
            account.lost(),
            account.repeated(),
            account.gaps(),
            String.format(Locale.ROOT, "%.1f", server.cpuSeconds()));
        System.err.printf("minute %d%n", minute);
        write(table);
      }
    }
    System.out.println(page(table));
  }

  /** Also after each minute, so that what has been seen is there if the rest isn't. */
  private void write(Table table) throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("soak.md"), page(table));
    Files.writeString(out.resolve("soak.csv"), table.csv());
  }

  private String page(Table table) {
    return String.format(
        Locale.ROOT,
        "# Soak%n%n%s.%n%n%,d sessions, a third on each transport, in a JVM with -Xmx%s, told 100"
            + " bytes %d times a second. Each second %d of them are cut and come back within %d ms,"
            + " and %d more open on each transport and leave for good. Heap after collection.%n%n%s",
        Machine.description(),
        sessions,
        heap,
        MESSAGES_PER_SECOND,
        sessions / SECONDS_BETWEEN_CUTS_OF_ONE,
        BACK_WITHIN_MILLIS,
        visitors,
        table.markdown());
  }

  private void minute(Running server, Crowd crowd, Ledger ledger, List<Client> all)
      throws InterruptedException {
    for (int second = 0; second < 60; second++) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      crowd.execute(ledger::publishOne);
      List<Client> some = some(all);
      crowd.cut(some);
      crowd.comeBack(some, BACK_WITHIN_MILLIS);
      visit(server, crowd);
      for (int more = 1; more < MESSAGES_PER_SECOND; more++) {
        crowd.execute(ledger::publishOne);
        TimeUnit.MILLISECONDS.sleep(500 / MESSAGES_PER_SECOND);
      }
      TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
    }
    crowd.check();
  }

  private List<Client> some(List<Client> all) {
    List<Client> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, sessions / SECONDS_BETWEEN_CUTS_OF_ONE);
  }

  /** They are told things like everybody, but nobody counts them. */
  private void visit(Running server, Crowd crowd) throws InterruptedException {
    Ledger ignored = new Ledger(0, message -> {});
    for (Kind kind : Kind.values()) {
      Subscribers passing = new Subscribers(crowd, ignored, server.address());
      passing.openBowline(kind, visitors);
      passing.leave();
    }
  }
}
