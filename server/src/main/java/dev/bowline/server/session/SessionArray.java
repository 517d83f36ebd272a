package dev.bowline.server.session;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

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
  private volatile @Nullable Made made;

  /**
   * @param source safe to be read while others change it
   */
  public SessionArray(Collection<LogicalSession> source) {
    this.source = source;
  }

  /** The collection has changed. */
  public void changed() {
    changes.incrementAndGet();
    // Who has gone would else be kept until somebody asks again.
    made = null;
  }

  /** The sessions, for reading only. */
  public LogicalSession[] get() {
    Made last = made;
    int now = changes.get();
    if (last == null || last.changes != now) {
      // Counted before it is read: what changes meanwhile makes this one old.
      last = new Made(now, source.toArray(LogicalSession[]::new));
      made = last;
    }
    return last.sessions;
  }
}
