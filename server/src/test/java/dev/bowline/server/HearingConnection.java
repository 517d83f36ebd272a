package dev.bowline.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bowline.server.session.Connection;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.RecordSink;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A connection that writes down the messages that it pulls, and acknowledges them at once unless it
 * is told not to. A binary message is written as its bytes in brackets.
 */
final class HearingConnection implements Connection {
  private final LogicalSession session;
  private final List<String> heard = new ArrayList<>();
  private Runnable onWake = () -> {};
  private boolean acknowledges = true;
  private long sent;
  private long received;
  private int wakes;

  HearingConnection(LogicalSession session) {
    this.session = session;
  }

  /** What was heard since the last time somebody asked. */
  synchronized List<String> heard() {
    List<String> since = List.copyOf(heard);
    heard.clear();
    return since;
  }

  synchronized int wakes() {
    return wakes;
  }

  /** What happens in the middle of a wake. */
  void whenWoken(Runnable reaction) {
    onWake = reaction;
  }

  synchronized void acknowledgesNothing() {
    acknowledges = false;
  }

  void acknowledgesAll() {
    long all;
    synchronized (this) {
      acknowledges = true;
      all = received;
    }
    session.acknowledge(this, all);
  }

  /** The client sends a text. */
  void says(String text) {
    session.receive(this, ++sent, Payload.text(text));
  }

  @Override
  public void wake() {
    onWake.run();
    boolean acknowledge;
    long all;
    synchronized (this) {
      wakes++;
      boolean unused = session.pull(this, new Paper(), Long.MAX_VALUE);
      acknowledge = acknowledges;
      all = received;
    }
    if (acknowledge) {
      session.acknowledge(this, all);
    }
  }

  private final class Paper implements RecordSink {
    @Override
    public void message(long number, Payload payload) {
      received = number;
      byte[] bytes = new byte[payload.size()];
      payload.bytes().get(bytes);
      heard.add(payload.isText() ? payload.text() : "[" + new String(bytes, ISO_8859_1) + "]");
    }

    @Override
    public void record(ProtocolRecord record) {}
  }

  @Override
  public String transport() {
    return "websocket";
  }

  @Override
  public OptionalLong hold() {
    return OptionalLong.empty();
  }

  @Override
  public boolean introduced() {
    return true;
  }

  @Override
  public void lastWord(ProtocolRecord.Error notice) {}

  @Override
  public void cut() {}
}
