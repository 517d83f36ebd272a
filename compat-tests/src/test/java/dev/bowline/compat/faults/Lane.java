package dev.bowline.compat.faults;

import dev.bowline.compat.client.Payload;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.migration.Tally;
import dev.bowline.server.Session;
import dev.bowline.server.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One session with a proxy of its own: numbered messages both used over one transport, then the
 * trouble in mid-stream, and the rest over the other. Before, only the first transport gets
 * through; afterwards only the second is let in.
 */
final class Lane implements AutoCloseable {
  static final int MESSAGES = 200;

  private static final int STRIKE = 60;
  private static final int PAUSE = 140;
  private static final int STRIKES = 4;
  private static final int AT_ONCE = 5;

  private final Trouble trouble;
  private final Transport from;
  private final Transport to;
  private final FaultProxy proxy;
  private final Random random;
  private final List<Rule> rules = new ArrayList<>();
  private final Optional<Rule> closed;
  private final Tally up = new Tally().of(MESSAGES);
  private Optional<Session> session = Optional.empty();
  private Optional<AssertionError> damage = Optional.empty();
  private int sent;
  private boolean struck;
  private boolean ended;

  Lane(Trouble trouble, Transport from, Transport to, int port, long seed) {
    this.trouble = trouble;
    this.from = from;
    this.to = to;
    random = new Random(seed);
    proxy = FaultProxy.before(port);
    closed =
        from == to ? Optional.empty() : Optional.of(proxy.does(Fault.reset()).to(Trouble.of(to)));
    if (trouble.when() == Trouble.When.ALWAYS) {
      rules.add(proxy.does(another()).to(trouble.requests()));
    }
  }

  Transport from() {
    return from;
  }

  Transport to() {
    return to;
  }

  int port() {
    return proxy.port();
  }

  /** The client has said on this session which lane it is in. */
  synchronized void runsOver(Session found) {
    session = Optional.of(found);
  }

  synchronized void hears(Payload payload) {
    try {
      up.counts(payload);
    } catch (AssertionError e) {
      damage = Optional.of(e);
    }
  }

  /** Sends what may be sent now, and does what is due. Called again and again. */
  synchronized void goesOn() {
    if (session.isEmpty() || ended) {
      return;
    }
    int arrived = sent - session.get().pendingMessages();
    int limit = !struck ? STRIKE + 1 : arrived <= STRIKE + 10 ? PAUSE : MESSAGES;
    for (int i = 0; i < AT_ONCE && sent < limit; i++) {
      session.get().send(Application.message(Tally.message(sent++)));
    }
    if (!struck && sent > STRIKE && up.received() > STRIKE / 2) {
      struck = true;
      strikes();
    }
    if (arrived == MESSAGES && up.received() >= MESSAGES) {
      ended = true;
      // The close is to meet what is there always, and not what is there by chance.
      if (trouble.when() != Trouble.When.ALWAYS) {
        rules.forEach(Rule::ends);
      }
      session.get().send("end");
    }
  }

  private void strikes() {
    closed.ifPresent(Rule::ends);
    switch (trouble.when()) {
      case ALWAYS -> {
        leaves(Requests.everything());
        proxy.cuts();
      }
      case IN_USE -> {
        leaves(Requests.everything());
        rules.add(proxy.does(this::another).toAll(trouble.requests().first(STRIKES)));
        proxy.does(Fault.reset()).toRunning(Trouble.of(from).butNot(trouble.requests()));
      }
      case BEGINNING -> {
        leaves(Requests.that("those without trouble", it -> !trouble.requests().match(it)));
        Rule rule = proxy.does(this::another).to(trouble.requests().first(STRIKES));
        leaves(Requests.that("what the trouble spares", it -> rule.struck() >= STRIKES));
        rules.add(rule);
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

  int strikesMade() {
    return rules.stream().mapToInt(Rule::struck).sum();
  }

  /** What came up. */
  synchronized Totals up() {
    return new Totals(up.received(), up.lost(), up.repeated(), up.outOfOrder());
  }

  /** Whether a message came up changed. */
  synchronized boolean isDamaged() {
    return damage.isPresent();
  }

  @Override
  public synchronized String toString() {
    return "%s, %s -> %s: sent %d down; up %s%s%s; %s"
        .formatted(
            trouble,
            from,
            to,
            sent,
            up,
            session.isEmpty() ? ", no session" : "",
            damage.map(it -> ", " + it.getMessage()).orElse(""),
            proxy);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
