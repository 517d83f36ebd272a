package dev.bowline.server.session;

import static dev.bowline.server.session.SimulationOracle.check;

import dev.bowline.server.session.SimulatedConnection.Kind;
import dev.bowline.server.session.SimulationOracle.Phase;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Plays one history: the real core of the server, a client that keeps the rules, an application,
 * and the network and the clock between them. Draws no lots.
 *
 * <p>First the events, each followed by a look at what must hold. Then the network becomes perfect,
 * and within a bounded time everything must have arrived that the protocol promises.
 */
final class Simulation {
  private static final int CALM_ROUNDS = 500;
  private static final long LONGEST_ROUND = 16_000;
  private static final Kind[] KINDS = Kind.values();

  /** How late a timer may be that was looked at in time: a slot of the wheel. */
  private static final long SLOT = 100;

  private final SimulatedHistory history;
  private final SimulationTally tally;
  private final HandClock clock;
  private final SessionRegistry registry;
  private final SimulationOracle oracle;
  private final SimulationDeadlines deadlines;
  private final SimulatedApplication application;
  private final LogicalSession session;
  private final SimulatedNetwork network;
  private final ArrayDeque<Runnable> dispatched = new ArrayDeque<>();
  private SimulatedClient client;
  private int rounds;
  private int elsewhere;
  private int retired;

  private Simulation(SimulatedHistory history, SimulationTally tally) {
    this.history = history;
    this.tally = tally;
    SessionTerms terms = history.terms();
    clock = new HandClock(history.clock());
    oracle = new SimulationOracle(terms, clock);
    deadlines = new SimulationDeadlines(oracle, clock);
    registry = new SessionRegistry(terms, 10, clock, this::inline, dispatched::add, this::retires);
    List<Payload> sent = new ArrayList<>();
    application = new SimulatedApplication(oracle, deadlines, sent);
    session =
        Objects.requireNonNull(registry.create(Client.LIBRARY, Optional.empty(), application));
    application.bind(session);
    SimulatedConnection.Ground ground =
        new SimulatedConnection.Ground(
            session,
            application,
            oracle,
            deadlines,
            terms.receive().messages(),
            history.writeBytes());
    network = new SimulatedNetwork(ground, tally);
    client = new SimulatedClient(ground, network, terms, clock, sent);
  }

  private void inline(Runnable callbacks) {
    if (elsewhere > 0 && ++rounds % elsewhere == 0) {
      dispatched.add(callbacks);
    } else {
      callbacks.run();
    }
  }

  private void retires(LogicalSession closed) {
    deadlines.judgesTheEnd(closed);
    retired++;
  }

  /**
   * Plays a history and counts what happened in it. Returns what was wrong, if anything, with the
   * state of all that took part.
   */
  static Optional<SimulationFailure> play(SimulatedHistory history, SimulationTally tally) {
    Simulation simulation = new Simulation(history, tally);
    try {
      simulation.play();
      return Optional.empty();
    } catch (RuntimeException | AssertionError wrong) {
      return Optional.of(new SimulationFailure(history, wrong, simulation.toString()));
    }
  }

  private void play() {
    begins();
    List<SimulatedEvent> events = history.events();
    for (int index = 0; index < events.size(); index++) {
      happens(events.get(index));
      holds();
    }
    calms();
    tally.ends(
        events.size(),
        application.handled(),
        client.received(),
        oracle.dropped(),
        oracle.phase() == Phase.CLOSED ? oracle.close() : null);
  }

  private void begins() {
    client.attaches(history.opens());
    while (!client.hasBegun()) {
      arriveAll();
    }
    holds();
  }

  private void holds() {
    oracle.checkAgainst(session, application);
    deadlines.checkNow(session, application.handled());
    check(client.released() <= application.handled(), "acknowledged before it was handled");
    check(retired == (oracle.phase() == Phase.CLOSED ? 1 : 0), "retired", retired);
  }

  // ---- a bad day

  private void happens(SimulatedEvent event) {
    int first = event.first();
    int second = event.second();
    switch (event.kind()) {
      case SERVER_SEND -> application.sends(first, second);
      case SERVER_APPEND -> application.appends(first, second);
      case SERVER_WAKE -> session.wake();
      case SERVER_HANDLE -> application.finishes(first == 0);
      case SERVER_SLOW -> application.takesItsTime(first);
      case SERVER_REPLY -> application.replies(first);
      case SERVER_ELSEWHERE -> elsewhere = first;
      case SERVER_THROW -> application.throwsNext();
      case SERVER_CLOSE -> application.closes(first);
      case SERVER_CUT -> session.cut();
      case SERVER_RECONNECT -> session.askToReconnect(first);
      case SERVER_DRAIN -> drains(first);
      case SERVER_LEAVE -> leaves();
      case CLIENT_SEND -> client.sends(first, second);
      case CLIENT_FLUSH -> client.flushes();
      case CLIENT_POST -> client.posts(first, second);
      case CLIENT_ACKNOWLEDGE -> acknowledges(first);
      case CLIENT_ATTACH -> client.attaches(KINDS[first]);
      case CLIENT_PROBE -> client.probes();
      case CLIENT_ADOPT -> client.adopts();
      case CLIENT_CLOSE -> closes(first);
      case CLIENT_RELOAD -> reloads();
      case CLIENT_WAKE -> client.looksAtTheClock();
      case CLIENT_BREAKS -> network.breaks(first, client);
      case FLIGHT -> network.moves(first, second);
      case TIME -> clock.passes(first);
      case TIMER -> timerRings(first == 0);
      case DISPATCH -> runDispatched();
      case LINE_UP, LINE_DOWN, LINE_PARTIAL, LINE_WRITTEN, LINE_DIES, LINE_STALLS, LINE_GOES ->
          happensTo(network.connection(first), event);
    }
  }

  private void happensTo(@Nullable SimulatedConnection connection, SimulatedEvent event) {
    if (connection == null) {
      return;
    }
    switch (event.kind()) {
      case LINE_UP -> reachesTheServer(connection);
      case LINE_DOWN -> reachesTheClient(connection);
      case LINE_WRITTEN -> connection.writeCompletes();
      case LINE_DIES -> lineDies(connection, event.second());
      case LINE_STALLS -> connection.stalls();
      case LINE_GOES -> connection.goesOn();
      default -> {}
    }
    if (connection.isOver() && !client.isNewest(connection)) {
      network.forgets(connection);
    }
  }

  private void reachesTheServer(SimulatedConnection connection) {
    Refusal refusal = connection.deliverUp();
    if (refusal != null) {
      client.learns(connection, refusal, session.closing());
    }
  }

  private void reachesTheClient(SimulatedConnection connection) {
    ProtocolRecord record = connection.deliverDown();
    if (record != null) {
      client.takes(connection, record);
    } else if (connection.isEndedForClient()) {
      client.lost(connection);
    }
  }

  private static void lineDies(SimulatedConnection connection, int who) {
    if (who != 1) {
      connection.diesForClient();
    }
    if (who != 0) {
      connection.diesForServer();
    }
  }

  private void acknowledges(int way) {
    if (way == 0) {
      client.acknowledges();
    } else {
      client.acknowledgesByPost();
    }
  }

  private void closes(int way) {
    switch (way) {
      case 0 -> client.closesByLine();
      case 1 -> client.closesByPost();
      default -> client.closesByDelete();
    }
  }

  private void reloads() {
    if (client.canReload()) {
      client = client.reloaded();
      tally.reloads();
    }
  }

  private void drains(int within) {
    session.askToReconnect(within);
    long until = oracle.last();
    CompletableFuture<Void> unused =
        session
            .acknowledged()
            .thenAccept(
                all ->
                    check(
                        all ? oracle.released() >= until : session.closed().isPresent(),
                        "the drain is over, or not",
                        all));
  }

  private void leaves() {
    ProtocolRecord.Close close = CloseCode.RESTART.close("the server is going down");
    oracle.finish(close);
    deadlines.leaves();
    session.leave(close);
  }

  private void timerRings(boolean due) {
    if (due) {
      registry.tick(Runnable::run);
    } else {
      session.look();
    }
    holds();
    deadlines.checkOverdue(due ? SLOT : 0, application.handled());
  }

  private void runDispatched() {
    Runnable task = dispatched.poll();
    if (task != null) {
      task.run();
    }
  }

  // ---- the calm after it

  private void calms() {
    elsewhere = 0;
    application.takesItsTime(0);
    application.replies(0);
    network.connections().forEach(SimulatedConnection::goesOn);
    long pause = 500;
    for (int round = 0; round < CALM_ROUNDS; round++) {
      pause = arriveAll() ? 500 : Math.min(2 * pause, LONGEST_ROUND);
      holds();
      if (isQuiet()) {
        return;
      }
      client.looksAtTheClock();
      if (!client.hasConnection()) {
        client.attaches(KINDS[round % KINDS.length]);
      }
      client.flushes();
      if (!client.isOver()) {
        client.acknowledges();
      }
      clock.passes(pause);
      timerRings(true);
    }
    throw new AssertionError("it never comes to rest");
  }

  /** Everything under way arrives. Returns whether there was anything. */
  private boolean arriveAll() {
    boolean any = false;
    boolean moved = true;
    while (moved) {
      moved = application.finishes(true);
      moved |= network.arriveAll();
      moved |= !dispatched.isEmpty();
      while (!dispatched.isEmpty()) {
        runDispatched();
      }
      List<SimulatedConnection> connections = network.connections();
      for (int index = connections.size() - 1; index >= 0; index--) {
        SimulatedConnection connection = connections.get(index);
        moved |= connection.hasTraffic();
        connection.writeCompletes();
        reachesTheServer(connection);
        reachesTheClient(connection);
        if (connection.isOver() && !client.isNewest(connection)) {
          connections.remove(index);
        }
      }
      any |= moved;
    }
    return any;
  }

  /** Whether everything has arrived, or the session is over and both ends know it. */
  private boolean isQuiet() {
    if (application.isBusy() || !dispatched.isEmpty()) {
      return false;
    }
    if (oracle.phase() == Phase.CLOSED) {
      return oracle.close() != null && oracle.close().equals(application.told()) && client.isOver();
    }
    return oracle.phase() == Phase.OPEN
        && client.received() == oracle.last()
        && client.released() == client.sent()
        && application.received() == client.sent()
        && !application.isHeldBack()
        && session.pendingMessages() == 0
        && application.isCarried() == session.carrier().isPresent();
  }

  @Override
  public String toString() {
    return oracle + "; handled " + application.handled() + "; " + client;
  }
}
