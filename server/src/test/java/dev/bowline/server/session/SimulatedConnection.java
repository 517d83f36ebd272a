package dev.bowline.server.session;

import static dev.bowline.server.session.SimulationOracle.check;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a simulated history, both ends and the wire between them. The server's end runs
 * the loop of every connection: wake, pull, write, and again. What was written is on the wire until
 * the history delivers it or cuts the line.
 *
 * <p>A record is the least that moves here. Half a record never reaches a pure core: gathering
 * bytes is the shell's business at both ends.
 */
final class SimulatedConnection implements Connection {
  enum Kind {
    WEBSOCKET("websocket"),
    STREAM("sse"),
    POLL("polling");

    private final String transport;

    Kind(String transport) {
      this.transport = transport;
    }

    String transport() {
      return transport;
    }
  }

  /** What the two ends of all connections share. */
  record Ground(
      LogicalSession session,
      SimulatedApplication application,
      SimulationOracle oracle,
      SimulationDeadlines deadlines,
      int receiveMessages,
      int writeBytes) {}

  private final Ground ground;
  private final LogicalSession session;
  private final Kind kind;
  private final boolean seen;
  private final ArrayDeque<ProtocolRecord> down = new ArrayDeque<>();
  private final ArrayDeque<ProtocolRecord> up = new ArrayDeque<>();
  private final Wire wire = new Wire();

  private long number;
  private long position;
  private boolean probes;
  private boolean spoken;
  private boolean arrived;
  private boolean pulling;
  private boolean again;
  private boolean writing;
  private boolean last;
  private boolean over;
  private boolean severed;
  private boolean stalled;
  private ProtocolRecord.@Nullable Error notice;
  private long nextUp;

  private SimulatedConnection(Ground ground, Kind kind, long number, long position, boolean seen) {
    this.ground = ground;
    this.session = ground.session();
    this.kind = kind;
    this.number = number;
    this.position = position;
    this.seen = seen;
  }

  /** Attaches with this number, and goes on after this position. */
  static SimulatedConnection attaching(Ground ground, Kind kind, long number, long position) {
    return new SimulatedConnection(ground, kind, number, position, true);
  }

  /** A WebSocket that attaches nothing until {@link #adopt}. */
  static SimulatedConnection probing(Ground ground) {
    SimulatedConnection probe = new SimulatedConnection(ground, Kind.WEBSOCKET, 0, 0, true);
    probe.probes = true;
    return probe;
  }

  /** The network repeats the request; the client never hears of the second. */
  SimulatedConnection repeated() {
    return new SimulatedConnection(ground, kind, number, position, false);
  }

  Kind kind() {
    return kind;
  }

  private boolean opens() {
    return number == 1;
  }

  boolean isRepeatable() {
    return kind != Kind.WEBSOCKET && !opens();
  }

  // ---- the server's end

  @Override
  public String transport() {
    return kind.transport;
  }

  @Override
  public OptionalLong hold() {
    return kind != Kind.POLL
        ? OptionalLong.empty()
        : OptionalLong.of(opens() ? 0 : Terms.POLL_HOLD);
  }

  @Override
  public boolean introduced() {
    return opens() || kind != Kind.POLL;
  }

  /** The opening or attach reaches the server. */
  @Nullable Refusal arrives() {
    arrived = true;
    if (probes) {
      down.add(new ProtocolRecord.Ping());
      down.add(new ProtocolRecord.Ping());
      return null;
    }
    if (opens()) {
      ground.deadlines().carries(this);
      session.open(this);
      return null;
    }
    return attaches();
  }

  private @Nullable Refusal attaches() {
    OptionalLong attach = OptionalLong.of(number);
    Refusal must = ground.oracle().mustAttach(attach, position);
    if (must == null) {
      ground.deadlines().carries(this);
    }
    Refusal refusal = session.attach(this, attach, position);
    check(refusal == must, "not what must become of an attach", refusal);
    over |= refusal != null;
    return refusal;
  }

  @Override
  public void wake() {
    if (pulling || writing) {
      again = true;
    } else if (!over) {
      pull();
    }
  }

  private void pull() {
    pulling = true;
    do {
      again = false;
      wire.any = false;
      last = !session.pull(this, wire, ground.writeBytes());
      if (last && !wire.any && notice != null) {
        wire.add(notice);
      }
      writing = last || wire.any;
      check(!last || kind != Kind.POLL || !session.isAttached(this), "a poll outlives its reply");
    } while (again && !writing);
    pulling = false;
  }

  /** The write in flight completes, or nothing happens. */
  void writeCompletes() {
    if (!isWriting() || stalled) {
      return;
    }
    writing = false;
    ground.deadlines().written(this);
    session.written(this);
    if (last) {
      over = true;
    } else {
      wake();
    }
  }

  boolean isWriting() {
    return writing && !over;
  }

  @Override
  public void lastWord(ProtocolRecord.Error error) {
    notice = error;
  }

  @Override
  public void cut() {
    over = true;
  }

  /** The server notices that the line is cut. */
  void diesForServer() {
    if (arrived && !probes) {
      over = true;
      session.detach(this);
    }
  }

  /** What the client asked for never reaches the server. */
  void isLost() {
    over = true;
  }

  /**
   * The next frame that the client sent reaches the server. Returns why it was refused, if it was
   * an attach.
   */
  @Nullable Refusal deliverUp() {
    ProtocolRecord record = arrived && !stalled ? up.poll() : null;
    if (record == null || over) {
      return null;
    }
    if (probes && record instanceof ProtocolRecord.Attach) {
      probes = false;
      return attaches();
    }
    ground.deadlines().notices(session);
    boolean attached = session.heard(this);
    check(attached == (ground.deadlines().current() == this), "the wrong connection is heard");
    if (attached) {
      ground.oracle().heard();
    }
    speaks(record, attached);
    return null;
  }

  /** What comes on a connection that the session has left must not count. */
  private void speaks(ProtocolRecord record, boolean attached) {
    SimulationOracle oracle = ground.oracle();
    if (record instanceof ProtocolRecord.Message message) {
      receives(message.payload(), attached);
    } else if (record instanceof ProtocolRecord.Next next) {
      check(
          !attached || (next.number() >= nextUp && next.number() <= session.accepted() + 1),
          "a next number that can't be",
          next.number());
      nextUp = next.number();
    } else if (record instanceof ProtocolRecord.Ack ack) {
      if (attached) {
        oracle.acknowledged(ack.number());
      }
      session.acknowledge(this, ack.number());
    } else if (record instanceof ProtocolRecord.Close close) {
      if (attached) {
        oracle.clientCloses(close);
      }
      session.closedByClient(this, close);
    }
  }

  private void receives(Payload payload, boolean attached) {
    check(nextUp > 0, "a message before its number");
    if (attached) {
      ground.oracle().receives(nextUp);
    }
    if (nextUp <= session.accepted() + 1) {
      session.receive(this, nextUp, payload);
    }
    nextUp++;
  }

  // ---- the client's end

  void send(ProtocolRecord record) {
    up.add(record);
  }

  /** Whether it is a probe that the server has answered. */
  boolean isProved() {
    return probes && spoken && number == 0 && !isEndedForClient();
  }

  /** Attaches in band. */
  void adopt(long attach, long received) {
    number = attach;
    position = received;
    send(new ProtocolRecord.Attach(attach, received));
  }

  /** What the client reads next; null if there is nothing now. */
  @Nullable ProtocolRecord deliverDown() {
    ProtocolRecord record = stalled ? null : down.poll();
    spoken |= record != null;
    return record;
  }

  /** Whether the server has ended it and all has been read, or the line is known to be cut. */
  boolean isEndedForClient() {
    return severed || (arrived && over && down.isEmpty() && !stalled);
  }

  /** The client notices that the line is cut; what was on the wire is lost. */
  void diesForClient() {
    severed = true;
    down.clear();
  }

  // ---- the line

  void stalls() {
    stalled = true;
  }

  void goesOn() {
    stalled = false;
  }

  /** Whether anything could move. */
  boolean hasTraffic() {
    return isWriting() || (arrived && !up.isEmpty()) || !down.isEmpty();
  }

  /** Whether it is done with as far as the server is concerned. */
  boolean isOver() {
    return over;
  }

  private final class Wire implements RecordSink {
    private boolean any;

    @Override
    public void message(long sent, Payload payload) {
      ground.oracle().pulled(sent);
      add(new ProtocolRecord.Message(payload));
    }

    @Override
    public void record(ProtocolRecord record) {
      if (record instanceof ProtocolRecord.Gap gap) {
        ground.oracle().passed(gap);
      } else if (record instanceof ProtocolRecord.Ack ack) {
        ground.oracle().acknowledges(ack.number(), ground.application().handled());
      } else if (record instanceof ProtocolRecord.SessionOpened opened) {
        ground.oracle().acknowledges(opened.ack(), ground.application().handled());
        check(opened.resumed() != opens(), "resumed, or not", opened);
      } else if (record instanceof ProtocolRecord.Close close) {
        ground.oracle().tells(close);
      }
      add(record);
    }

    private void add(ProtocolRecord record) {
      if (!any) {
        check(
            notice == record || ground.deadlines().current() == SimulatedConnection.this,
            "a connection that was left speaks",
            record);
      }
      any = true;
      ground.deadlines().spoke(record);
      if (seen && !severed) {
        down.add(record);
      }
    }
  }

  @Override
  public String toString() {
    return kind + " " + number + " from " + position + (over ? ", over" : "");
  }
}
