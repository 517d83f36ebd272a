package dev.bowline.compat.middleboxes;

import dev.bowline.compat.client.Payload;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.migration.Tally;
import dev.bowline.server.CloseReason;
import dev.bowline.server.Session;
import java.util.concurrent.CompletableFuture;

/** The server's end of a talk by timetable: one session. */
final class ServerEnd {
  private final Session session;
  private final Tally up;
  private final CompletableFuture<Void> said;
  private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

  /** Begins to talk. */
  ServerEnd(Session session, Timetable timetable) {
    this.session = session;
    this.up = new Tally().of(timetable.messages());
    this.said = timetable.runs(number -> session.send(Application.message(Tally.message(number))));
  }

  synchronized void hears(Payload message) {
    up.counts(message);
  }

  void closes(CloseReason reason) {
    closed.complete(reason);
  }

  /** Ends with the last message that it has said. */
  CompletableFuture<Void> said() {
    return said;
  }

  /** Ends with the session. */
  CompletableFuture<CloseReason> closed() {
    return closed;
  }

  boolean hasClosed() {
    return closed.isDone();
  }

  /** Whether everything has come, and everything that was said is acknowledged. */
  synchronized boolean isSettled() {
    return up.lost() == 0 && said.isDone() && session.acknowledged().toCompletableFuture().isDone();
  }

  synchronized boolean isPerfect() {
    return up.isPerfect();
  }

  synchronized int received() {
    return up.received();
  }

  synchronized int lost() {
    return up.lost();
  }

  synchronized int repeated() {
    return up.repeated();
  }

  synchronized int disordered() {
    return up.outOfOrder();
  }

  @Override
  public synchronized String toString() {
    return "up " + up + ", " + session.pendingMessages() + " not acknowledged, closed " + closed;
  }
}
