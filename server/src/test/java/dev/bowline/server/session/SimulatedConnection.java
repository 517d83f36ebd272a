package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a simulated history, both ends and the wire between them. The server's end runs
 * the loop of every connection: wake, pull, write, and again. What was written is on the wire until
 * the history delivers it or cuts the line.
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
  }

  private final LogicalSession session;
  private final Kind kind;
  private final long number;
  private final long position;
  private final boolean opens;
  private final boolean seen;
  private final long writeBytes;
  private final ArrayDeque<ProtocolRecord> down = new ArrayDeque<>();
  private final ArrayDeque<ProtocolRecord> up = new ArrayDeque<>();

  private boolean arrived;
  private boolean pulling;
  private boolean again;
  private boolean writing;
  private boolean last;
  private boolean over;
  private boolean severed;
  private ProtocolRecord.@Nullable Error notice;
  private long pulledUpTo;
  private long nextUp;

  /**
   * @param seen false for a repetition made by the network, of which the client never hears
   * @param writeBytes about how much one write takes
   */
  SimulatedConnection(
      LogicalSession session,
      Kind kind,
      long number,
      long position,
      boolean opens,
      boolean seen,
      long writeBytes) {
    this.session = session;
    this.kind = kind;
    this.number = number;
    this.position = position;
    this.opens = opens;
    this.seen = seen;
    this.writeBytes = writeBytes;
    this.pulledUpTo = position;
  }

  SimulatedConnection repeated() {
    return new SimulatedConnection(session, kind, number, position, opens, false, writeBytes);
  }

  Kind kind() {
    return kind;
  }

  // ---- the server's end

  @Override
  public String transport() {
    return kind.transport;
  }

  @Override
  public OptionalLong hold() {
    return kind != Kind.POLL ? OptionalLong.empty() : OptionalLong.of(opens ? 0 : Terms.POLL_HOLD);
  }

  @Override
  public boolean introduced() {
    return opens || kind != Kind.POLL;
  }

  long number() {
    return number;
  }

  boolean opens() {
    return opens;
  }

  /** The opening or attach reaches the server. */
  @Nullable Refusal arrives() {
    arrived = true;
    if (opens) {
      session.open(this);
      return null;
    }
    Refusal refusal = session.attach(this, OptionalLong.of(number), position);
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
      Wire wire = new Wire();
      boolean goesOn = session.pull(this, wire, writeBytes);
      last = !goesOn;
      if (last && !wire.any && notice != null) {
        wire.record(notice);
      }
      writing = last || wire.any;
    } while (again && !writing);
    pulling = false;
  }

  /** The write in flight completes, or nothing happens. */
  void writeCompletes() {
    if (!writing || over) {
      return;
    }
    writing = false;
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
  public void end(ProtocolRecord.@Nullable Error lastWord) {
    notice = lastWord;
    wake();
  }

  @Override
  public void cut() {
    over = true;
  }

  /** The server notices that the line is cut. */
  void diesForServer() {
    if (arrived && !over) {
      over = true;
      session.detach(this);
    }
  }

  /** The next frame that the client sent reaches the server. */
  void deliverUp() {
    ProtocolRecord record = arrived ? up.poll() : null;
    if (record == null || over || !session.heard(this)) {
      return;
    }
    if (record instanceof ProtocolRecord.Message message) {
      check(nextUp > 0, "a message before its number");
      session.receive(this, nextUp++, message.payload());
    } else if (record instanceof ProtocolRecord.Next next) {
      check(
          next.number() >= Math.max(1, nextUp) && next.number() <= session.accepted() + 1,
          "a next number that can't be: " + next.number());
      nextUp = next.number();
    } else if (record instanceof ProtocolRecord.Ack ack) {
      session.acknowledge(this, ack.number());
    } else if (record instanceof ProtocolRecord.Close close) {
      session.closedByClient(this, close);
    }
  }

  boolean hasUp() {
    return arrived && !up.isEmpty();
  }

  // ---- the client's end

  void send(ProtocolRecord record) {
    up.add(record);
  }

  /** What the client reads next; null if there is nothing now. */
  @Nullable ProtocolRecord deliverDown() {
    return down.poll();
  }

  boolean hasDown() {
    return !down.isEmpty();
  }

  /** Whether the server has ended it and all has been read, or the line is known to be cut. */
  boolean isEndedForClient() {
    return severed || (over && down.isEmpty());
  }

  /** The client notices that the line is cut; what was on the wire is lost. */
  void diesForClient() {
    severed = true;
    down.clear();
  }

  private final class Wire implements RecordSink {
    private boolean any;

    @Override
    public void message(long sent, Payload payload) {
      check(sent == pulledUpTo + 1, "pulled message " + sent + " after " + pulledUpTo);
      pulledUpTo = sent;
      add(new ProtocolRecord.Message(payload));
    }

    @Override
    public void record(ProtocolRecord record) {
      if (record instanceof ProtocolRecord.Gap gap) {
        check(gap.from() == pulledUpTo + 1, "a gap from " + gap.from() + " after " + pulledUpTo);
        pulledUpTo = gap.to();
      }
      add(record);
    }

    private void add(ProtocolRecord record) {
      any = true;
      if (seen && !severed) {
        down.add(record);
      }
    }
  }

  private static void check(boolean holds, String otherwise) {
    SimulatedApplication.check(holds, otherwise);
  }

  @Override
  public String toString() {
    return kind + " " + number + " from " + position;
  }
}
