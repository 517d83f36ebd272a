package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A connection that writes down what it pulled, in short: {@code one} for a message, {@code ack 3},
 * {@code gap 1-2}, {@code session 1} with the number that follows, {@code close 1000}. Each write
 * completes at once, unless it {@linkplain #stalls() stalls}.
 */
final class FakeConnection implements Connection {
  private final LogicalSession session;
  private final String transport;
  private final OptionalLong hold;
  private final boolean introduced;
  private final List<String> written = new ArrayList<>();
  private boolean stalled;
  private boolean ended;
  private boolean cut;
  private ProtocolRecord.@Nullable Error notice;

  private FakeConnection(
      LogicalSession session, String transport, OptionalLong hold, boolean introduced) {
    this.session = session;
    this.transport = transport;
    this.hold = hold;
    this.introduced = introduced;
  }

  static FakeConnection webSocket(LogicalSession session) {
    boolean bare = session.client() == Client.BARE_WEBSOCKET;
    return new FakeConnection(session, "websocket", OptionalLong.empty(), !bare);
  }

  static FakeConnection stream(LogicalSession session) {
    return new FakeConnection(session, "sse", OptionalLong.empty(), true);
  }

  static FakeConnection poll(LogicalSession session) {
    return new FakeConnection(session, "polling", OptionalLong.of(Terms.POLL_HOLD), false);
  }

  static FakeConnection openingPost(LogicalSession session) {
    return new FakeConnection(session, "polling", OptionalLong.of(0), true);
  }

  /** From now on nothing more is written: the client doesn't read. */
  FakeConnection stalls() {
    stalled = true;
    return this;
  }

  FakeConnection goesOn() {
    stalled = false;
    wake();
    return this;
  }

  /** What was written since the last time somebody asked. */
  List<String> wrote() {
    List<String> since = List.copyOf(written);
    written.clear();
    return since;
  }

  /** Whether it was ended in good order. */
  boolean hasEnded() {
    return ended;
  }

  boolean isCut() {
    return cut;
  }

  @Override
  public String transport() {
    return transport;
  }

  @Override
  public OptionalLong hold() {
    return hold;
  }

  @Override
  public boolean introduced() {
    return introduced;
  }

  @Override
  public void wake() {
    int before = -1;
    while (!stalled && !ended && !cut && before != written.size()) {
      before = written.size();
      ended = !session.pull(this, new Paper(), 1000);
      if (ended && notice != null) {
        new Paper().record(notice);
      }
      session.written(this);
    }
  }

  @Override
  public void lastWord(ProtocolRecord.Error error) {
    notice = error;
  }

  @Override
  public void cut() {
    cut = true;
  }

  private final class Paper implements RecordSink {
    @Override
    public void message(long number, Payload payload) {
      written.add(payload.text());
    }

    @Override
    public void record(ProtocolRecord record) {
      written.add(shortly(record));
    }
  }

  static String shortly(ProtocolRecord record) {
    return switch (record.kind()) {
      case SESSION -> "session " + ((ProtocolRecord.SessionOpened) record).next();
      case ACK -> "ack " + ((ProtocolRecord.Ack) record).number();
      case GAP -> {
        ProtocolRecord.Gap gap = (ProtocolRecord.Gap) record;
        yield "gap " + gap.from() + "-" + gap.to();
      }
      case RECONNECT -> "reconnect " + ((ProtocolRecord.Reconnect) record).afterMillis();
      case CLOSE -> "close " + ((ProtocolRecord.Close) record).code();
      case ERROR -> "error " + ((ProtocolRecord.Error) record).code();
      case PING -> "ping";
      case MESSAGE, NEXT, ATTACH -> throw new AssertionError("the session never says " + record);
    };
  }
}
