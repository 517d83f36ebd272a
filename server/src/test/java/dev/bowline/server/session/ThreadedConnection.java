package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Runs the loop of every connection: at most one write in flight, which another thread ends. */
final class ThreadedConnection implements OverWebSocket {
  private enum Loop {
    IDLE,
    BUSY,
    BUSY_AND_WOKEN,
    OVER
  }

  /** Takes what one write brought. */
  interface Client {
    void takes(ThreadedConnection from, List<String> messages);
  }

  private final LogicalSession session;
  private final Executor threads;
  private final Client client;
  private Loop loop = Loop.IDLE;

  ThreadedConnection(LogicalSession session, Executor threads, Client client) {
    this.session = session;
    this.threads = threads;
    this.client = client;
  }

  @Override
  public void wake() {
    synchronized (this) {
      switch (loop) {
        case BUSY -> loop = Loop.BUSY_AND_WOKEN;
        case BUSY_AND_WOKEN, OVER -> {}
        case IDLE -> {
          loop = Loop.BUSY;
          pullElsewhere();
        }
      }
    }
  }

  private void pullElsewhere() {
    threads.execute(this::pull);
  }

  private void pull() {
    List<String> messages = new ArrayList<>();
    boolean goesOn =
        session.pull(
            this,
            new RecordSink() {
              @Override
              public void message(long sent, Payload payload) {
                messages.add(payload.text());
              }

              @Override
              public void record(ProtocolRecord record) {}
            },
            300);
    client.takes(this, messages);
    synchronized (this) {
      if (!goesOn) {
        loop = Loop.OVER;
      } else if (messages.isEmpty() && loop == Loop.BUSY) {
        loop = Loop.IDLE;
      } else {
        loop = Loop.BUSY;
        pullElsewhere();
      }
    }
  }

  @Override
  public void lastWord(ProtocolRecord.Error notice) {}

  @Override
  public void cut() {}

  @Override
  public boolean introduced() {
    return true;
  }
}
