package dev.bowline.compat.simulation;

import dev.bowline.server.session.CloseCode;
import dev.bowline.server.session.Connection;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.RecordSink;
import dev.bowline.server.wire.EventStream;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import dev.bowline.server.wire.WebSocketFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one connection of a joint history. It runs the loop that every connection
 * runs, wake, pull, write and again, with at most one write in flight; the history says when a
 * write completes. What it writes are the bytes and frames of the wire package.
 */
final class RealConnection implements Connection {
  private static final String WEBSOCKET = "websocket";
  private static final String POLLING = "polling";

  private final LogicalSession session;
  private final String transport;
  private final boolean opens;
  private final long hold;
  private final long writeBytes;
  private final Link link;

  private boolean pulling;
  private boolean again;
  private boolean writing;
  private boolean last;
  private boolean over;
  private int endCode;
  private ProtocolRecord.@Nullable Error notice;
  private long next;
  private boolean probes;

  /**
   * @param hold how long a poll may be held, in milliseconds
   * @param writeBytes about how much one write takes
   */
  RealConnection(
      LogicalSession session,
      String transport,
      boolean opens,
      long hold,
      long writeBytes,
      Link link) {
    this.session = session;
    this.transport = transport;
    this.opens = opens;
    this.hold = hold;
    this.writeBytes = writeBytes;
    this.link = link;
  }

  // ---- as the session sees it

  @Override
  public String transport() {
    return transport;
  }

  @Override
  public OptionalLong hold() {
    return transport.equals(POLLING) ? OptionalLong.of(opens ? 0 : hold) : OptionalLong.empty();
  }

  @Override
  public boolean introduced() {
    return opens || !transport.equals(POLLING);
  }

  @Override
  public void wake() {
    if (pulling || writing) {
      again = true;
    } else if (!over) {
      pull();
    }
  }

  @Override
  public void lastWord(ProtocolRecord.Error error) {
    notice = error;
  }

  @Override
  public void cut() {
    over = true;
    link.end(CloseCode.LOST);
  }

  private void pull() {
    pulling = true;
    do {
      again = false;
      Written written = new Written();
      boolean goesOn = session.pull(this, written, writeBytes);
      last = !goesOn;
      if (last && !written.any && notice != null) {
        written.record(notice);
      }
      writing = last || written.any;
    } while (again && !writing);
    pulling = false;
  }

  /** The write in flight completes. Returns whether there was one. */
  boolean writeCompletes() {
    if (!writing || over) {
      return false;
    }
    writing = false;
    session.written(this);
    if (last) {
      over = true;
      link.end(transport.equals(WEBSOCKET) && endCode == 0 ? CloseCode.NORMAL.code() : endCode);
    } else {
      wake();
    }
    return true;
  }

  // ---- as the network sees it

  /** The line is seen to be dead. */
  void dies() {
    if (!over) {
      over = true;
      session.detach(this);
    }
  }

  /** Tells why this connection was refused, and ends it. */
  void refuse(int status, ProtocolRecord reason) {
    over = true;
    link.begin(status);
    write(reason);
    link.end(endCode);
  }

  void probe() {
    probes = true;
    write(new ProtocolRecord.Ping());
    write(new ProtocolRecord.Ping());
  }

  /** Whether it attaches nothing yet. */
  boolean probes() {
    return probes;
  }

  void attaches() {
    probes = false;
  }

  /** A frame of an attached WebSocket. */
  void frame(boolean binary, String text) {
    if (over || !session.heard(this)) {
      return;
    }
    if (binary) {
      receive(Payload.binary(text.getBytes(StandardCharsets.ISO_8859_1)));
      return;
    }
    ProtocolRecord record = WebSocketFrames.decodeText(text.getBytes(StandardCharsets.UTF_8));
    if (record instanceof ProtocolRecord.Message message) {
      receive(message.payload());
    } else if (record instanceof ProtocolRecord.Ack ack) {
      session.acknowledge(this, ack.number());
    } else if (record instanceof ProtocolRecord.Next from) {
      position(from.number());
    } else if (record instanceof ProtocolRecord.Close close) {
      over = true;
      session.closedByClient(this, close);
      link.end(close.code());
    } else if (!(record instanceof ProtocolRecord.Ping)) {
      breach("a record that is not for clients to send");
    }
  }

  private void receive(Payload payload) {
    if (next == 0) {
      breach("a message before its number");
    } else {
      session.receive(this, next++, payload);
    }
  }

  private void position(long number) {
    if (number < Math.max(1, next) || number > session.accepted() + 1) {
      breach("a next number that can't be");
    } else {
      next = number;
    }
  }

  private void breach(String why) {
    session.breach(this, CloseCode.MALFORMED.close(why));
  }

  private void write(ProtocolRecord record) {
    if (transport.equals(WEBSOCKET)) {
      boolean binary =
          record instanceof ProtocolRecord.Message message && !message.payload().isText();
      ByteBuffer frame =
          record instanceof ProtocolRecord.Message message && binary
              ? message.payload().bytes()
              : WebSocketFrames.encode(record);
      link.write(
          binary,
          (binary ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8).decode(frame).toString());
      endCode = endCode(record);
    } else {
      link.write(false, StandardCharsets.ISO_8859_1.decode(EventStream.encode(record)).toString());
    }
  }

  /** The code of the Close frame that follows, if this record is the last. */
  private static int endCode(ProtocolRecord record) {
    if (record instanceof ProtocolRecord.Close close) {
      return close.code();
    }
    return record instanceof ProtocolRecord.Error error ? error.code() : 0;
  }

  private final class Written implements RecordSink {
    private boolean any;

    @Override
    public void message(long number, Payload payload) {
      record(new ProtocolRecord.Message(payload));
    }

    @Override
    public void record(ProtocolRecord record) {
      if (!any) {
        any = true;
        link.begin(200);
      }
      write(record);
    }
  }
}
