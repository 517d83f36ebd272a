package dev.bowline.compat.pagelife;

import dev.bowline.compat.browsers.Tab;
import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.host.Application;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The same page several times at once, each with a channel and an application of its own on one
 * server: with every transport alone, and by its own choice.
 */
final class Visits {
  private static final List<String> EACH_TRANSPORT = List.of("any", "websocket", "sse", "polling");

  private static final Executor THREADS = task -> Daemons.run("visit", task);

  private final List<String> transports;
  private final List<Application> applications;
  private final List<Visit> visits = new ArrayList<>();

  private Visits(List<String> transports) {
    this.transports = transports;
    applications = Stream.generate(Application::new).limit(transports.size()).toList();
  }

  /** One page for each transport, and one that may use all. */
  static Visits onEachTransport() {
    return new Visits(EACH_TRANSPORT);
  }

  /** So many pages with the same transports. */
  static Visits times(int number, String transports) {
    return new Visits(Stream.generate(() -> transports).limit(number).toList());
  }

  /** For their server. */
  List<Application> applications() {
    return applications;
  }

  /** Opens them, one after the other, each in a tab of its own. */
  Visits begin(int port, Supplier<Tab> tabs, String... wishes) {
    for (int i = 0; i < transports.size(); i++) {
      List<String> all = new ArrayList<>(List.of(wishes));
      all.add(Site.channel(i));
      visits.add(
          Visit.begins(
              applications.get(i),
              tabs.get(),
              port,
              transports.get(i),
              all.toArray(String[]::new)));
    }
    return this;
  }

  /** Does the same with all of them at once, and tells of each that failed. */
  void each(Consumer<Visit> deed) {
    Map<String, Throwable> failures = new ConcurrentSkipListMap<>();
    CompletableFuture.allOf(
            visits.stream()
                .map(
                    visit ->
                        CompletableFuture.runAsync(() -> tries(visit, deed, failures), THREADS))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    if (!failures.isEmpty()) {
      AssertionError all = new AssertionError(failures.toString());
      failures.values().forEach(all::addSuppressed);
      throw all;
    }
  }

  private void tries(Visit visit, Consumer<Visit> deed, Map<String, Throwable> failures) {
    try {
      deed.accept(visit);
    } catch (RuntimeException | AssertionError e) {
      failures.put(visits.indexOf(visit) + " " + visit.transports(), e);
    }
  }

  void exchange(int messages) {
    each(visit -> visit.exchanges(messages));
  }

  void say(int messages) {
    each(visit -> visit.says(messages));
  }

  void send(int messages) {
    each(visit -> visit.sends(messages));
  }

  /** Messages flow again, all of them came, and no session was lost. */
  void goOn(String after, Outcomes outcomes) {
    each(
        visit -> {
          Flow flow = visit.flowsAgain();
          visit.exchanges(50);
          visit.isUnbroken();
          outcomes.add(after, visit, flow.toString());
        });
  }

  /** The same of many that are alike; only the slowest is written down. */
  void allGoOn(String after, Outcomes outcomes) {
    Map<Visit, Flow> flows = new ConcurrentHashMap<>();
    each(
        visit -> {
          flows.put(visit, visit.flowsAgain());
          visit.exchanges(50);
          visit.isUnbroken();
        });
    Visit slowest =
        Collections.max(
            visits, Comparator.comparing(it -> slower(Objects.requireNonNull(flows.get(it)))));
    Duration first = visits.stream().map(Visit::first).max(Comparator.naturalOrder()).orElseThrow();
    outcomes.add(
        after,
        slowest,
        "%s at the slowest; first message after %.1f s at the latest"
            .formatted(flows.get(slowest), first.toMillis() / 1e3));
  }

  private static Duration slower(Flow flow) {
    return flow.up().compareTo(flow.down()) > 0 ? flow.up() : flow.down();
  }

  /** The same with a server that has never heard of them. */
  void goOnWith(List<Application> next, String after, Outcomes outcomes) {
    each(
        visit -> {
          Flow flow = visit.meets(next.get(visits.indexOf(visit)));
          visit.exchanges(50);
          visit.hasResets(1);
          outcomes.add(
              after, visit, flow + "; " + visit.inVain() + " given back that had been handled");
        });
  }
}
