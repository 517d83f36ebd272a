package dev.bowline.server.session;

import static dev.bowline.server.session.SimulatedApplication.check;

import dev.bowline.server.session.SimulatedConnection.Kind;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client as the protocol's page describes it, without transports or timers of its own: the
 * history says when it does what, also too early and too late. It keeps every rule, so whatever is
 * refused it is the server's fault; and it holds the server to the rules that it can see.
 */
final class SimulatedClient {
  /** What it takes from the network and gives to it. */
  interface Network {
    void connect(SimulatedConnection connection);

    void post(Post post);

    void delete();
  }

  private static final long LONGEST_SILENCE = Terms.HEARTBEAT * 22 / 10;

  private final SplittableRandom random;
  private final SessionTerms terms;
  private final LogicalSession session;
  private final boolean gapsExpected;
  private final HandClock clock;
  private final Network network;

  private final List<Payload> sent = new ArrayList<>();
  private long released;
  private long highestSequence = Long.MAX_VALUE;
  private long received;
  private long attach;
  private long nextOnWebSocket;
  private long heardAt;
  private @Nullable SimulatedConnection newest;
  private ProtocolRecord.@Nullable Close closed;
  private boolean closedItself;
  private boolean mayNotSend;
  private boolean begun;

  SimulatedClient(
      SplittableRandom random,
      SessionTerms terms,
      LogicalSession session,
      boolean gapsExpected,
      HandClock clock,
      Network network) {
    this.random = random;
    this.terms = terms;
    this.session = session;
    this.gapsExpected = gapsExpected;
    this.clock = clock;
    this.network = network;
  }

  // ---- connections

  void attaches(Kind kind) {
    if (isOver() || (attach > 0 && !begun)) {
      return;
    }
    attach++;
    nextOnWebSocket = 0;
    heardAt = clock.getAsLong();
    newest =
        new SimulatedConnection(
            session, kind, attach, received, attach == 1, true, 10 + random.nextInt(100));
    network.connect(newest);
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
  void learns(SimulatedConnection connection, @Nullable Refusal refusal) {
    if (newest == connection && refusal != null) {
      check(
          refusal == Refusal.CLOSED,
          "the newest attach, " + connection + ", was refused: " + refusal);
      learnsOfClose(session.closing());
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
      received++;
      String name = SimulatedApplication.name(message.payload());
      check(name.equals("d" + received), "the client got " + name + " as number " + received);
    } else if (record instanceof ProtocolRecord.Gap gap) {
      check(gapsExpected, "a gap, but nothing is ever dropped here: " + gap);
      check(gap.from() == received + 1 && gap.to() >= gap.from(), gap + " after " + received);
      received = gap.to();
    } else if (record instanceof ProtocolRecord.SessionOpened opened) {
      check(opened.next() == received + 1, opened + " after " + received);
      acknowledged(opened.ack());
    } else if (record instanceof ProtocolRecord.Ack ack) {
      acknowledged(ack.number());
    } else if (record instanceof ProtocolRecord.Ping) {
      acknowledges();
    } else if (record instanceof ProtocolRecord.Error error) {
      check(error.code() != 4409, "the newest connection was superseded: " + connection);
      newest = null;
    } else if (record instanceof ProtocolRecord.Close close) {
      acknowledges();
      learnsOfClose(close);
    }
  }

  private void learnsOfClose(ProtocolRecord.Close close) {
    check(closed == null || closed.equals(close), "closed first with " + closed + ", now " + close);
    closed = close;
  }

  // ---- downstream

  void acknowledges() {
    if (newest != null && newest.kind() == Kind.WEBSOCKET) {
      newest.send(new ProtocolRecord.Ack(received));
    } else {
      network.post(new Post(OptionalLong.empty(), List.of(), OptionalLong.of(received), null));
    }
  }

  // ---- upstream

  void sends() {
    if (!isOver()) {
      sent.add(SimulatedApplication.message('u', sent.size() + 1, random));
    }
  }

  /**
   * Puts what may go on its way: by the newest connection if that takes messages and all is calm,
   * else perhaps beside it.
   */
  void flushes(boolean calmly) {
    if (isOver() || mayNotSend) {
      return;
    }
    SimulatedConnection connection = newest;
    boolean beside = !calmly && random.nextInt(5) == 0;
    if (connection != null && connection.kind() == Kind.WEBSOCKET && !beside) {
      flushesTo(connection);
    } else {
      posts(calmly || random.nextInt(4) > 0, null);
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

  private void posts(boolean fromTheFirst, ProtocolRecord.@Nullable Close closing) {
    long end = windowEnd();
    long first = released + 1;
    if (!fromTheFirst && end > first) {
      first += random.nextLong(end - first + 1);
    }
    first = Math.max(released + 1, Math.min(first, highestSequence));
    long last = Math.min(end, first + random.nextInt(4));
    if (last >= first) {
      List<Payload> batch = List.copyOf(sent.subList((int) first - 1, (int) last));
      network.post(new Post(OptionalLong.of(first), batch, OptionalLong.of(received), closing));
    } else if (closing != null) {
      network.post(new Post(OptionalLong.empty(), List.of(), OptionalLong.of(received), closing));
    }
  }

  /** The last message that the receive window lets go. */
  private long windowEnd() {
    long end = released;
    long bytes = 0;
    while (end < sent.size()) {
      int size = sent.get((int) end).size();
      bytes += size;
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
    check(number <= sent.size(), "acknowledged " + number + " of " + sent.size());
    released = Math.max(released, number);
  }

  void postWasAhead(long accepted) {
    check(accepted <= sent.size(), "accepted " + accepted + " of " + sent.size());
    highestSequence = accepted + 1;
  }

  void postWasRefused(Post.Refusal refusal) {
    check(refusal == Post.Refusal.CLOSED, "a post was refused: " + refusal);
    mayNotSend = true;
  }

  // ---- the end

  void closes() {
    if (isOver() || !begun) {
      return;
    }
    ProtocolRecord.Close close = new ProtocolRecord.Close(1000, "the client has had enough");
    SimulatedConnection connection = newest;
    if (connection != null && connection.kind() == Kind.WEBSOCKET) {
      connection.send(close);
    } else if (random.nextBoolean()) {
      posts(true, close);
    } else {
      network.delete();
    }
    closedItself = true;
  }

  boolean isOver() {
    return closed != null || closedItself;
  }

  boolean closedItself() {
    return closedItself;
  }

  /** The close that it was told. */
  ProtocolRecord.@Nullable Close closed() {
    return closed;
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
}
