package dev.bowline.benchmarks;

import dev.bowline.benchmarks.load.Crowd;
import dev.bowline.benchmarks.load.Kind;
import dev.bowline.benchmarks.load.Ledger;
import dev.bowline.benchmarks.load.Subscribers;
import dev.bowline.benchmarks.servers.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One message to everybody, again and again, in a closed loop: what each server has to pay for it.
 * The servers take turns, so that a machine that is slower for a while is so for all.
 */
final class FanOut {
  static final Set<String> OPTIONS =
      Set.of(
          "subscribers", "transport", "in-flight", "peers", "rounds", "seconds", "warm-up", "out");

  /** Deliveries after which what they do is compiled. */
  private static final long WARM = 200_000;

  private static final int MOST_WARM_UPS = 3;
  private static final int STANDSTILL_SECONDS = 15;
  private static final long SETTLING_SECONDS = 1;

  /** One load. */
  record Load(Kind kind, int subscribers, int inFlight) {
    String title() {
      return String.format(
          Locale.ROOT,
          "%s, %,d subscribers, %s",
          kind.title(),
          subscribers,
          inFlight == 1 ? "one message at a time" : inFlight + " messages in flight");
    }
  }

  /**
   * What one server did in one round.
   *
   * @param generator the share of a core that the load generator took
   */
  record Round(
      Load load, Rival rival, int number, Ledger.Account account, double cpu, double generator) {
    double perCpuSecond() {
      return account.deliveries() / cpu;
    }
  }

  private final List<Rival> rivals;
  private final int rounds;
  private final int seconds;
  private final int warmUp;
  private final List<Load> loads = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Path out;

  FanOut(Words words) {
    rivals = words.several("peers", Rival.class);
    rounds = words.number("rounds", 3);
    seconds = words.number("seconds", 8);
    warmUp = words.number("warm-up", 45);
    out = Path.of(words.text("out", "target/benchmarks"));
    for (int subscribers : words.numbers("subscribers", "1000")) {
      for (Kind kind : words.several("transport", Kind.class)) {
        for (int inFlight : words.numbers("in-flight", "1,16")) {
          loads.add(new Load(kind, subscribers, inFlight));
        }
      }
    }
  }

  void measure() throws InterruptedException, IOException {
    // Whoever isn't installed says so now, and not after an hour.
    rivals.forEach(Rival::version);
    List<Round> measured = new ArrayList<>();
    for (Load load : loads) {
      for (int number = 1; number <= rounds; number++) {
        for (Rival rival : rivals) {
          if (rival.speaks(load.kind())) {
            measure(load, rival, number, measured);
          }
        }
      }
    }
    new FanOutReport(measured, failures, seconds, warmUp).write(out);
  }

  /** A round that fails is told, and doesn't take the others with it. */
  private void measure(Load load, Rival rival, int number, List<Round> measured)
      throws InterruptedException {
    try {
      Round round = round(load, rival, number);
      measured.add(round);
      System.err.println(FanOutReport.line(round));
    } catch (IllegalStateException failed) {
      failed.printStackTrace();
      String why = failed.getCause() == null ? "" : ": " + failed.getCause().getMessage();
      failures.add(
          "%s, round %d, %s: %s%s"
              .formatted(load.title(), number, rival.title(), failed.getMessage(), why));
    }
  }

  private Round round(Load load, Rival rival, int number) throws InterruptedException {
    try (Running server = rival.start();
        Crowd crowd = new Crowd(server.address())) {
      Rival.Publisher publisher = rival.publisher();
      Ledger ledger = new Ledger(load.subscribers(), publisher.publisher());
      crowd.open(publisher.client(), server.orders());
      rival.open(new Subscribers(crowd, ledger, server.address()), load.kind(), load.subscribers());
      // A first poll is on its way when its client calls itself ready.
      TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
      warmUp(crowd, ledger, load.inFlight());
      double cpu = server.cpuSeconds();
      long generator = crowd.cpuNanos();
      Ledger.Account account = run(crowd, ledger, load.inFlight(), seconds);
      double generated = (crowd.cpuNanos() - generator) / 1e9;
      double spent = server.cpuSeconds() - cpu;
      crowd.check();
      return new Round(load, rival, number, account, spent, generated / account.seconds());
    }
  }

  /** For so long, and longer where a machine is too slow to have compiled everything by then. */
  private void warmUp(Crowd crowd, Ledger ledger, int inFlight) throws InterruptedException {
    long deliveries = 0;
    for (int time = 0; time == 0 || (deliveries < WARM && time < MOST_WARM_UPS); time++) {
      deliveries += run(crowd, ledger, inFlight, warmUp).deliveries();
      crowd.check();
    }
  }

  static Ledger.Account run(Crowd crowd, Ledger ledger, int inFlight, double seconds)
      throws InterruptedException {
    CompletableFuture<Ledger.Account> done = new CompletableFuture<>();
    crowd.execute(() -> ledger.start(inFlight, seconds, done));
    try {
      return done.get((long) seconds + STANDSTILL_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException standstill) {
      crowd.check();
      crowd.execute(ledger::giveUp);
      return done.join();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
