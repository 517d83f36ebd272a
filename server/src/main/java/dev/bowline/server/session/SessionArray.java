package dev.bowline.server.session;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The sessions of a collection that many threads change, as an array for those who go through all
 * of them: it is made anew only when something has changed. Thread-safe.
 */
public final class SessionArray {
  private static final class Made {
    private final int changes;
    private final LogicalSession[] sessions;

    private Made(int changes, LogicalSession[] sessions) {
      this.changes = changes;
      this.sessions = sessions;
    }
  }

  private final Collection<LogicalSession> source;
  private final AtomicInteger changes = new AtomicInteger();
  private volatile Made made = new Made(0, new LogicalSession[0]);

  /**
   * @param source empty now, and safe to be read while others change it
   */
  public SessionArray(Collection<LogicalSession> source) {
    this.source = source;
  }

  /** The collection has changed. */
  public void changed() {
    changes.incrementAndGet();
  }

  /** The sessions, for reading only. */
  public LogicalSession[] get() {
    Made last = made;
    int now = changes.get();
    if (last.changes != now) {
      // Counted before it is read: what changes meanwhile makes this one old.
      last = new Made(now, source.toArray(LogicalSession[]::new));
      made = last;
    }
    return last.sessions;
  }
}
