package dev.bowline.server.session;

import static dev.bowline.server.session.SimulatedApplication.check;

import dev.bowline.server.session.SessionTerms.Overflow;
import dev.bowline.server.session.SimulatedConnection.Kind;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One session's life on a bad network, all of it decided by one seed.
 *
 * <p>First a number of events, each chosen blindly: an end does something, a thing under way
 * arrives, is lost or is repeated, a line dies for one end or for the other, time passes, a timer
 * comes late. Then the network becomes perfect, and within a bounded time everything must have
 * arrived that the protocol promises.
 */
final class SimulatedHistory {
  /** A request or a reply on its way. */
  private record Flight(String what, boolean repeatable, Runnable arrival) {}

  private static final int CALM_ROUNDS = 400;
  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final List<Overflow> POLICIES = List.of(Overflow.values());

  private final SplittableRandom random;
  private final HandClock clock;
  private final SessionTerms terms;
  private final SessionRegistry registry;
  private final SimulatedApplication application;
  private final LogicalSession session;
  private final SimulatedClient client;
  private final List<Flight> flights = new ArrayList<>();
  private final List<SimulatedConnection> connections = new ArrayList<>();
  private final ArrayDeque<Runnable> dispatched = new ArrayDeque<>();
  private final boolean ends;
  private final boolean fails;
  private final SimulationOracle oracle;
  private int retired;
  private long highestAttach;

  SimulatedHistory(long seed) {
    random = new SplittableRandom(seed);
    clock = new HandClock(random.nextInt(100_000));
    Overflow overflow = POLICIES.get(random.nextInt(POLICIES.size()));
    terms =
        Terms.of(
            2 + random.nextInt(12),
            20 + random.nextInt(200),
            1 + random.nextInt(8),
            10 + random.nextInt(150),
            overflow);
    ends = random.nextInt(3) == 0;
    fails = random.nextInt(10) == 0;
    registry =
        new SessionRegistry(terms, 10, clock, this::inline, dispatched::add, closed -> retired++);
    application = new SimulatedApplication(random, clock, overflow == Overflow.HOLD);
    session =
        Objects.requireNonNull(registry.create(Client.LIBRARY, Optional.empty(), application));
    application.bind(session);
    client =
        new SimulatedClient(
            random, terms, session, overflow == Overflow.DROP_OLDEST, clock, new BadNetwork());
    oracle = new SimulationOracle(terms, session, client, application, () -> retired);
  }

  /** Callbacks in the network's own thread, or in another one and later. */
  private void inline(Runnable callbacks) {
    if (random.nextInt(4) > 0) {
      callbacks.run();
    } else {
      dispatched.add(callbacks);
    }
  }

  void run() {
    begins();
    for (int events = 50 + random.nextInt(151); events > 0; events--) {
      event();
      oracle.checkBounds();
    }
    calms();
    oracle.checkEnd();
  }

  private void begins() {
    client.attaches(anyKind());
    while (!client.hasBegun()) {
      arriveAll();
    }
  }

  // ---- a bad day

  private void event() {
    switch (random.nextInt(21)) {
      case 0, 1 -> application.sends();
      case 2, 3 -> client.sends();
      case 4, 5 -> client.flushes(false);
      case 6 -> client.acknowledges();
      case 7 -> client.attaches(anyKind());
      case 8, 9, 10 -> flightMoves();
      case 11 -> lineDies(any(connections));
      case 12, 13, 14, 15, 16 -> connectionMoves(any(connections));
      case 17 -> runDispatched();
      case 18 -> application.finishes(!(fails && random.nextInt(4) == 0));
      case 19 -> timePasses();
      default -> rarely();
    }
  }

  private void rarely() {
    switch (random.nextInt(8)) {
      case 0 -> session.askToReconnect(random.nextInt(1000));
      case 1 -> session.cut();
      case 2 -> session.wake();
      case 3 -> {
        if (ends) {
          application.closes();
        }
      }
      case 4 -> {
        if (ends) {
          client.closes();
        }
      }
      default -> client.attaches(anyKind());
    }
  }

  private void flightMoves() {
    Flight flight = any(flights);
    if (flight == null) {
      return;
    }
    int fate = random.nextInt(10);
    if (fate > 0 || !flight.repeatable()) {
      flights.remove(flight);
    }
    if (fate != 1) {
      flight.arrival().run();
    }
  }

  private void connectionMoves(@Nullable SimulatedConnection connection) {
    if (connection == null) {
      return;
    }
    switch (random.nextInt(3)) {
      case 0 -> connection.writeCompletes();
      case 1 -> connection.deliverUp();
      default -> clientReads(connection);
    }
  }

  private void clientReads(SimulatedConnection connection) {
    ProtocolRecord record = connection.deliverDown();
    if (record != null) {
      boolean draining = session.closed().isEmpty() && !client.isOver();
      if (draining && record instanceof ProtocolRecord.Close && client.isNewest(connection)) {
        oracle.checkDelivered("told to go too early");
      }
      client.takes(connection, record);
    } else if (connection.isEndedForClient()) {
      client.lost(connection);
    }
  }

  private void lineDies(@Nullable SimulatedConnection connection) {
    if (connection == null) {
      return;
    }
    int who = random.nextInt(3);
    if (who != 0) {
      connection.diesForClient();
    }
    if (who != 1) {
      connection.diesForServer();
    }
  }

  private void timePasses() {
    clock.passes(random.nextInt(10) > 0 ? random.nextInt(1500) : random.nextInt(30_000));
    if (random.nextInt(3) > 0) {
      registry.tick(dispatched::add);
    }
  }

  private void runDispatched() {
    Runnable task = dispatched.poll();
    if (task != null) {
      task.run();
    }
  }

  private Kind anyKind() {
    return KINDS.get(random.nextInt(KINDS.size()));
  }

  private <T> @Nullable T any(List<T> list) {
    return list.isEmpty() ? null : list.get(random.nextInt(list.size()));
  }

  private final class BadNetwork implements SimulatedClient.Network {
    @Override
    public void connect(SimulatedConnection connection) {
      connections.add(connection);
      flights.add(
          new Flight(
              "" + connection, false, () -> client.learns(connection, attaches(connection))));
      boolean http = connection.kind() != Kind.WEBSOCKET;
      if (http && !connection.opens() && random.nextInt(6) == 0) {
        SimulatedConnection repeated = connection.repeated();
        connections.add(repeated);
        flights.add(new Flight("again " + repeated, false, () -> attaches(repeated)));
      }
    }

    private @Nullable Refusal attaches(SimulatedConnection connection) {
      Refusal refusal = connection.arrives();
      if (refusal == null) {
        check(connection.number() >= highestAttach, "a late " + connection + " took over");
        highestAttach = connection.number();
      }
      return refusal;
    }

    @Override
    public void post(Post post) {
      flights.add(new Flight("post " + post.sequence(), true, () -> arrives(post)));
    }

    @Override
    public void delete() {
      flights.add(
          new Flight(
              "delete", true, () -> session.closedByRequest(new ProtocolRecord.Close(1000, ""))));
    }

    private void arrives(Post post) {
      Answer answer = new Answer();
      Post.Refusal refusal = session.post(post, answer);
      if (refusal == null) {
        return;
      }
      check(!answer.given, "a refused post was answered");
      if (refusal == Post.Refusal.AHEAD) {
        long accepted = session.accepted();
        replies("409 " + accepted, () -> client.postWasAhead(accepted));
      } else {
        replies("refused " + refusal, () -> client.postWasRefused(refusal));
      }
    }

    private void replies(String what, Runnable arrival) {
      flights.add(new Flight(what, false, arrival));
    }

    private final class Answer implements PostReply {
      private boolean given;

      @Override
      public void acknowledge(long handled) {
        give();
        replies("200 " + handled, () -> client.acknowledged(handled));
      }

      @Override
      public void closed(ProtocolRecord.Close close) {
        give();
        replies("410", () -> client.postWasRefused(Post.Refusal.CLOSED));
      }

      private void give() {
        check(!given, "a post was answered twice");
        given = true;
      }
    }
  }

  // ---- the calm after it

  private void calms() {
    for (int round = 0; round < CALM_ROUNDS; round++) {
      arriveAll();
      oracle.checkBounds();
      if (isQuiet()) {
        return;
      }
      client.looksAtTheClock();
      if (!client.hasConnection()) {
        client.attaches(anyKind());
      }
      client.flushes(true);
      if (!client.isOver()) {
        client.acknowledges();
      }
      clock.passes(500);
      registry.tick(dispatched::add);
    }
    throw new AssertionError("it never comes to rest: " + oracle);
  }

  private void arriveAll() {
    while (true) {
      boolean moved = application.finishes(true);
      for (Flight flight : List.copyOf(flights)) {
        flights.remove(flight);
        flight.arrival().run();
        moved = true;
      }
      while (!dispatched.isEmpty()) {
        runDispatched();
        moved = true;
      }
      for (SimulatedConnection connection : List.copyOf(connections)) {
        moved |= connection.isWriting() || connection.hasUp() || connection.hasDown();
        connection.writeCompletes();
        connection.deliverUp();
        clientReads(connection);
      }
      if (!moved) {
        return;
      }
    }
  }

  private boolean isQuiet() {
    return !application.isBusy() && dispatched.isEmpty() && oracle.isSettled();
  }
}
