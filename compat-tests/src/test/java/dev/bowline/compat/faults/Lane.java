package dev.bowline.compat.faults;

import dev.bowline.compat.client.Payload;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.migration.Tally;
import dev.bowline.server.Session;
import java.util.Optional;
import java.util.function.Function;

/** One session with a proxy of its own: numbered messages both ways while its course is run. */
final class Lane implements AutoCloseable {
  private static final int AT_ONCE = 5;
  private static final int PENDING = 300;

  private final FaultProxy proxy;
  private final Course course;
  private final Tally up = new Tally();
  private Optional<Session> session = Optional.empty();
  private Optional<AssertionError> damage = Optional.empty();
  private int sent;
  private boolean ended;

  Lane(int port, Function<FaultProxy, Course> course) {
    proxy = FaultProxy.before(port);
    this.course = course.apply(proxy);
  }

  Course course() {
    return course;
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
    course.goesOn(this);
    int limit = course.limit(this);
    for (int i = 0; i < AT_ONCE && sent < limit && sent - arrived() < PENDING; i++) {
      session.get().send(Application.message(Tally.message(sent++)));
    }
    if (course.isOver(this)) {
      ended = true;
      session.get().send("end " + sent);
    }
  }

  /** How many have been sent down. */
  synchronized int sent() {
    return sent;
  }

  /** How many of those have arrived for certain; the client is asked. */
  synchronized int arrived() {
    session.ifPresent(Session::acknowledged);
    return sent - session.map(Session::pendingMessages).orElse(0);
  }

  /** How many have come up. */
  synchronized int heard() {
    return up.received();
  }

  /** What has come up of so many. */
  synchronized Totals up(int messages) {
    up.of(messages);
    return new Totals(up.received(), up.lost(), up.repeated(), up.outOfOrder());
  }

  /** Whether a message came up changed. */
  synchronized boolean isDamaged() {
    return damage.isPresent();
  }

  @Override
  public synchronized String toString() {
    return "%s: sent %d down; up %s%s%s; %s"
        .formatted(
            course,
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
