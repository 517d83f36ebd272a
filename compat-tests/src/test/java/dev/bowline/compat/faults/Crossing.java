package dev.bowline.compat.faults;

import dev.bowline.server.Transport;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * From one transport to the other, with trouble in mid-stream. Before, only the first transport
 * gets through; afterwards only the second is let in.
 */
final class Crossing implements Course {
  /** Each way. */
  static final int MESSAGES = 200;

  private static final int STRIKE = 60;
  private static final int PAUSE = 140;
  private static final int STRIKES = 4;

  private final Trouble trouble;
  private final Transport from;
  private final Transport to;
  private final FaultProxy proxy;
  private final Random random;
  private final Optional<Rule> closed;
  private Optional<Rule> rule = Optional.empty();
  private boolean struck;

  Crossing(Trouble trouble, Transport from, Transport to, FaultProxy proxy, Random random) {
    this.trouble = trouble;
    this.from = from;
    this.to = to;
    this.proxy = proxy;
    this.random = random;
    closed =
        from == to ? Optional.empty() : Optional.of(proxy.does(Fault.reset()).to(Trouble.of(to)));
    if (trouble.when() == Trouble.When.ALWAYS) {
      rule = Optional.of(proxy.does(another()).to(trouble.requests()));
    }
  }

  @Override
  public List<Transport> transports() {
    return Stream.of(from, to).distinct().sorted().toList();
  }

  @Override
  public List<Transport> expected() {
    return Stream.of(from, to).distinct().toList();
  }

  @Override
  public int limit(Lane lane) {
    return !struck ? STRIKE + 1 : lane.arrived() <= STRIKE + 10 ? PAUSE : MESSAGES;
  }

  @Override
  public void goesOn(Lane lane) {
    if (!struck && lane.sent() > STRIKE && lane.heard() > STRIKE / 2) {
      struck = true;
      strikesNow();
    }
  }

  private void strikesNow() {
    closed.ifPresent(Rule::ends);
    switch (trouble.when()) {
      case ALWAYS -> {
        leaves(Requests.everything());
        proxy.cuts();
      }
      case IN_USE -> {
        leaves(Requests.everything());
        rule = Optional.of(proxy.does(this::another).toAll(trouble.requests().first(STRIKES)));
        proxy.does(Fault.reset()).toRunning(Trouble.of(from).butNot(trouble.requests()));
      }
      case BEGINNING -> {
        leaves(Requests.that("those without trouble", it -> !trouble.requests().match(it)));
        rule = Optional.of(proxy.does(this::another).to(trouble.requests().first(STRIKES)));
        leaves(Requests.that("what the trouble spares", it -> strikes() >= STRIKES));
        proxy.cuts();
      }
    }
  }

  private Fault another() {
    return trouble.fault().apply(random);
  }

  /** From now on the first transport does not get through, if the second is another. */
  private void leaves(Requests requests) {
    if (from != to) {
      proxy.does(Fault.reset()).to(Trouble.of(from).and(requests));
    }
  }

  @Override
  public boolean isOver(Lane lane) {
    boolean over = lane.arrived() == MESSAGES && lane.heard() >= MESSAGES;
    // The close is to meet what is there always, and not what is there by chance.
    if (over && trouble.when() != Trouble.When.ALWAYS) {
      rule.ifPresent(Rule::ends);
    }
    return over;
  }

  @Override
  public int strikes() {
    return rule.map(Rule::struck).orElse(0);
  }

  @Override
  public String toString() {
    return trouble + ", " + from + " -> " + to;
  }
}
