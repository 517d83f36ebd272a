package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection whose writes end in the thread that wakes it, though other threads may have their
 * turn meanwhile. A wake that finds a write in flight makes it go round once more.
 */
final class LineInTurns implements OverWebSocket, RecordSink {
  private final LogicalSession session;
  private final Schedules schedules;
  private final List<String> written = new ArrayList<>();
  private boolean writing;
  private boolean wokenMeanwhile;
  private boolean over;

  LineInTurns(LogicalSession session, Schedules schedules) {
    this.session = session;
    this.schedules = schedules;
  }

  /** The messages. */
  List<String> written() {
    return written;
  }

  @Override
  public void wake() {
    schedules.outside("wake");
    wokenMeanwhile = true;
    if (writing) {
      return;
    }
    writing = true;
    while (wokenMeanwhile && !over) {
      wokenMeanwhile = false;
      over = !session.pull(this, this, 1000);
      if (!over) {
        schedules.outside("a write");
      }
    }
    writing = false;
  }

  @Override
  public void lastWord(ProtocolRecord.Error notice) {}

  @Override
  public void cut() {
    schedules.outside("cut");
  }

  @Override
  public boolean introduced() {
    return false;
  }

  @Override
  public void message(long number, Payload payload) {
    schedules.point();
    written.add(payload.text());
  }

  @Override
  public void record(ProtocolRecord record) {
    schedules.point();
  }
}
