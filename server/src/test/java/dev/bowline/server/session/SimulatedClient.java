package dev.bowline.server.session;

import static dev.bowline.server.session.SimulationOracle.check;

import dev.bowline.server.session.SimulatedConnection.Kind;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A client as the protocol's page describes it, without transports or timers of its own: the
 * history says when it does what, also too early and too late. It keeps every rule, so whatever is
 * refused it is the server's fault; and it holds the server to the rules that it can see.
 */
final class SimulatedClient {
  private static final long LONGEST_SILENCE = Terms.HEARTBEAT * 22 / 10;

  private final SimulatedConnection.Ground ground;
  private final SimulatedNetwork network;
  private final SessionTerms terms;
  private final HandClock clock;

  /** What its application has sent, a reload or not. */
  private final List<Payload> sent;

  private long released;
  private long highestSequence = Long.MAX_VALUE;
  private long received;
  private long attach;
  private long nextOnWebSocket;
  private long heardAt;
  private @Nullable SimulatedConnection newest;
  private @Nullable SimulatedConnection probe;
  private ProtocolRecord.@Nullable Close closed;
  private boolean closedItself;
  private boolean mayNotSend;
  private boolean begun;

  SimulatedClient(
      SimulatedConnection.Ground ground,
      SimulatedNetwork network,
      SessionTerms terms,
      HandClock clock,
      List<Payload> sent) {
    this.ground = ground;
    this.network = network;
    this.terms = terms;
    this.clock = clock;
    this.sent = sent;
  }

  /**
   * The client of the page after this one: it has the token, the positions and what was not
   * acknowledged. What this one has under way it never hears of.
   */
  SimulatedClient reloaded() {
    SimulatedClient next = new SimulatedClient(ground, network, terms, clock, sent);
    next.released = released;
    next.received = received;
    next.attach = attach;
    next.begun = true;
    if (newest != null) {
      newest.diesForClient();
    }
    newest = null;
    return next;
  }

  boolean canReload() {
    return begun && !isOver();
  }

  // ---- connections

  void attaches(Kind kind) {
    if (isOver() || (attach > 0 && !begun)) {
      return;
    }
    begins(SimulatedConnection.attaching(ground, kind, ++attach, received));
    network.connects(this, current());
  }

  void probes() {
    if (!isOver() && begun) {
      probe = SimulatedConnection.probing(ground);
      network.connects(this, probe);
    }
  }

  /** Attaches in band over the probe, if that has been answered. */
  void adopts() {
    if (!isOver() && probe != null && probe.isProved()) {
      begins(probe);
      probe.adopt(++attach, received);
      probe = null;
    }
  }

  private void begins(SimulatedConnection connection) {
    newest = connection;
    nextOnWebSocket = 0;
    heardAt = clock.getAsLong();
  }

  private SimulatedConnection current() {
    if (newest == null) {
      throw new IllegalStateException("not connected");
    }
    return newest;
  }

  boolean isNewest(SimulatedConnection connection) {
    return newest == connection;
  }

  boolean hasConnection() {
    return newest != null;
  }

  /** The connection is known to be dead, or has been ended. */
  void lost(SimulatedConnection connection) {
    if (newest == connection && begun) {
      newest = null;
    }
  }

  /** Gives up on a connection that has been silent for too long. */
  void looksAtTheClock() {
    if (newest != null && clock.getAsLong() > heardAt + LONGEST_SILENCE) {
      lost(newest);
    }
  }

  /** What became of its attach. */
  void learns(SimulatedConnection connection, Refusal refusal, ProtocolRecord.Close close) {
    if (newest == connection) {
      check(refusal == Refusal.CLOSED, "the newest attach was refused", refusal);
      learnsOfClose(close);
    }
  }

  /** The next record on a connection, which counts only if that is the newest. */
  void takes(SimulatedConnection connection, ProtocolRecord record) {
    if (newest != connection || closedItself) {
      return;
    }
    begun = true;
    heardAt = clock.getAsLong();
    if (record instanceof ProtocolRecord.Message message) {
      takes(message.payload());
    } else if (record instanceof ProtocolRecord.Gap gap) {
      check(gap.from() == received + 1 && gap.to() >= gap.from(), "a wrong gap", gap);
      received = gap.to();
    } else if (record instanceof ProtocolRecord.SessionOpened opened) {
      check(opened.next() == received + 1, "a wrong position", opened);
      acknowledged(opened.ack());
    } else if (record instanceof ProtocolRecord.Ack ack) {
      acknowledged(ack.number());
    } else if (record instanceof ProtocolRecord.Ping) {
      acknowledges();
    } else if (record instanceof ProtocolRecord.Reconnect) {
      connection.diesForClient();
      lost(connection);
    } else if (record instanceof ProtocolRecord.Error error) {
      check(error.code() != CloseCode.SUPERSEDED.code(), "the newest was superseded", error);
      newest = null;
    } else if (record instanceof ProtocolRecord.Close close) {
      acknowledges();
      learnsOfClose(close);
    }
  }

  private void takes(Payload payload) {
    List<Payload> expected = ground.application().sent();
    check(
        received < expected.size() && payload.equals(expected.get((int) received)),
        "the client got the wrong message",
        payload);
    received++;
  }

  private void learnsOfClose(ProtocolRecord.Close close) {
    check(closed == null || closed.equals(close), "closed twice, in two ways", close);
    closed = close;
  }

  // ---- downstream

  void acknowledges() {
    if (newest != null && newest.kind() == Kind.WEBSOCKET) {
      newest.send(new ProtocolRecord.Ack(received));
    } else {
      acknowledgesByPost();
    }
  }

  void acknowledgesByPost() {
    network.posts(this, new Post(OptionalLong.empty(), List.of(), OptionalLong.of(received), null));
  }

  // ---- upstream

  void sends(int size, int form) {
    if (!isOver()) {
      sent.add(SimulatedMessage.of(SimulatedMessage.UP, sent.size() + 1, size, form));
    }
  }

  /** Puts what may go on its way: by the newest connection if that takes messages, or a post. */
  void flushes() {
    if (isOver() || mayNotSend) {
      return;
    }
    if (newest != null && newest.kind() == Kind.WEBSOCKET) {
      flushesTo(newest);
    } else {
      posts(0, Integer.MAX_VALUE, null);
    }
  }

  private void flushesTo(SimulatedConnection webSocket) {
    if (released + 1 > nextOnWebSocket) {
      nextOnWebSocket = released + 1;
      webSocket.send(new ProtocolRecord.Next(nextOnWebSocket));
    }
    for (long end = windowEnd(); nextOnWebSocket <= end; nextOnWebSocket++) {
      webSocket.send(new ProtocolRecord.Message(sent.get((int) nextOnWebSocket - 1)));
    }
  }

  /** Posts some messages, whatever is attached. */
  void posts(int skip, int count) {
    if (!isOver() && !mayNotSend) {
      posts(skip, count, null);
    }
  }

  private void posts(int skip, int count, ProtocolRecord.@Nullable Close closing) {
    long end = windowEnd();
    long first = Math.max(released + 1, Math.min(released + 1 + skip, highestSequence));
    long last = Math.min(end, first - 1 + count);
    if (last >= first) {
      List<Payload> batch = new ArrayList<>(sent.subList((int) first - 1, (int) last));
      network.posts(
          this, new Post(OptionalLong.of(first), batch, OptionalLong.of(received), closing));
    } else if (closing != null) {
      network.posts(
          this, new Post(OptionalLong.empty(), List.of(), OptionalLong.of(received), closing));
    }
  }

  /** The last message that the receive window lets go. */
  private long windowEnd() {
    long end = released;
    long bytes = 0;
    while (end < sent.size()) {
      bytes += sent.get((int) end).size();
      boolean fits =
          end - released < terms.receive().messages() && bytes <= terms.receive().bytes();
      if (!fits && end > released) {
        break;
      }
      end++;
    }
    return end;
  }

  void acknowledged(long number) {
    check(number <= sent.size(), "acknowledged what was never sent", number);
    released = Math.max(released, number);
  }

  void postWasAhead(long accepted) {
    check(accepted <= sent.size(), "accepted what was never sent", accepted);
    highestSequence = accepted + 1;
  }

  void postWasRefused() {
    mayNotSend = true;
  }

  // ---- the end

  void closesByLine() {
    if (newest == null || newest.kind() != Kind.WEBSOCKET) {
      closesByPost();
    } else if (!isOver() && begun) {
      newest.send(new ProtocolRecord.Close(1000, "goodbye"));
      closedItself = true;
    }
  }

  void closesByPost() {
    if (!isOver() && begun) {
      posts(0, Integer.MAX_VALUE, new ProtocolRecord.Close(1001, "in a post"));
      closedItself = true;
    }
  }

  void closesByDelete() {
    if (!isOver() && begun) {
      network.deletes(new ProtocolRecord.Close(1000, ""));
      closedItself = true;
    }
  }

  boolean isOver() {
    return closed != null || closedItself;
  }

  boolean hasBegun() {
    return begun;
  }

  long received() {
    return received;
  }

  int sent() {
    return sent.size();
  }

  long released() {
    return released;
  }

  @Override
  public String toString() {
    return "the client has received "
        + received
        + ", sent "
        + sent.size()
        + ", of which "
        + released
        + " are acknowledged; on "
        + newest
        + (isOver() ? ", over" : "");
  }
}
