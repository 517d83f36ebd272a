package dev.bowline.server.session;

import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Posts that wait for the application to handle what they brought. That wait is the back pressure
 * of the uplink. At most {@value #MOST} wait; one more releases the oldest. Not thread-safe:
 * guarded by its session; replies are given outside the lock.
 */
final class HeldPosts {
  static final int MOST = 8;

  /**
   * @param until the number of the post's last message
   * @param brought the same if any of its messages was new, else 0
   * @param deadline when it is answered at the latest
   * @param closing the close that the post asked for when its messages have been handled
   */
  record Held(
      long until,
      long brought,
      long deadline,
      ProtocolRecord.@Nullable Close closing,
      PostReply reply) {}

  private final ArrayDeque<Held> held = new ArrayDeque<>(2);

  void add(Held post) {
    held.add(post);
  }

  /** Takes those that can be answered: handled, past their deadline, or one too many. */
  List<Held> takeDue(long handled, long now) {
    List<Held> due = new ArrayList<>(1);
    held.removeIf(post -> (post.until() <= handled || post.deadline() <= now) && due.add(post));
    while (held.size() > MOST) {
      due.add(held.remove());
    }
    return due;
  }

  List<Held> takeAll() {
    List<Held> all = List.copyOf(held);
    held.clear();
    return all;
  }

  long earliestDeadline() {
    long earliest = DeadlineWheel.NEVER;
    for (Held post : held) {
      earliest = Math.min(earliest, post.deadline());
    }
    return earliest;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }
}
