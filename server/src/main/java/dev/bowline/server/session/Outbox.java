package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * The log of one direction, seen from its sender: messages that the other side has not
 * acknowledged.
 *
 * <p>Messages are numbered from 1. Four cursors describe the whole state, each the number of a last
 * message:
 *
 * <pre>
 *   acknowledged &lt;= sent &lt;= furthest &lt;= last
 *   acknowledged &lt;= dropped &lt;= last
 * </pre>
 *
 * <ul>
 *   <li>{@code acknowledged}: the other side has handled it; it is forgotten here.
 *   <li>{@code sent}: it went out over the connection that is attached now, or that was the last. A
 *       resume moves it back, nothing else does.
 *   <li>{@code furthest}: it went out over any connection; no honest acknowledgement lies beyond
 *       it.
 *   <li>{@code dropped}: overflow threw it away. Since only the oldest are ever dropped, what is
 *       kept is exactly {@code max(acknowledged, dropped)+1 .. last}, and the gap that must be told
 *       on a connection whose {@code sent} is smaller is {@code sent+1 .. dropped}: a gap needs no
 *       record of its own, survives any number of connections, and is over when it has been
 *       acknowledged.
 *   <li>{@code last}: it was appended.
 * </ul>
 *
 * <p>Append, pull and release of one message are O(1). The slots are a ring that is allocated on
 * first use and let go when a burst is over. Not thread-safe: guarded by its session.
 */
final class Outbox {
  private static final int SMALLEST_RING = 8;
  private static final int KEPT_WHEN_EMPTY = 64;

  private final Window window;

  private @Nullable Payload @Nullable [] ring;
  private long bytes;
  private long acknowledged;
  private long sent;
  private long furthest;
  private long dropped;
  private long last;
  private boolean cleared;

  Outbox(Window window) {
    this.window = window;
  }

  /**
   * Whether a message of this size stays within the window; an empty outbox takes any one message.
   */
  boolean fits(int size) {
    int kept = kept();
    return kept == 0 || (kept < window.messages() && bytes + size <= window.bytes());
  }

  /** Appends, whatever the window says: the caller has asked {@link #fits} and decided. */
  void append(Payload payload) {
    int kept = kept();
    Payload[] slots = ringFor(kept + 1);
    last++;
    slots[slot(last, slots.length)] = payload;
    bytes += payload.size();
  }

  /** Drops the oldest messages until one of this size fits. */
  void dropUntilFits(int size) {
    while (!fits(size)) {
      long oldest = base() + 1;
      release(oldest, oldest);
      dropped = oldest;
    }
  }

  /**
   * Whether a connection may begin at this position: not released, and within what was ever sent.
   */
  boolean canResumeAt(long position) {
    return position >= acknowledged && position <= furthest;
  }

  /** Begins a new connection's reading after {@code position}, which also acknowledges it. */
  void resumeAt(long position) {
    sent = position;
    acknowledge(position);
  }

  /** Whether an acknowledgement could come from an honest client. */
  boolean wasSent(long number) {
    return number <= furthest;
  }

  /**
   * Releases everything up to {@code number}, as far as the present connection has got; a stale
   * number is ignored. Returns whether anything was released.
   */
  boolean acknowledge(long number) {
    long upTo = Math.min(number, sent);
    if (upTo <= acknowledged) {
      return false;
    }
    release(base() + 1, upTo);
    acknowledged = upTo;
    dropped = Math.max(dropped, acknowledged);
    return true;
  }

  /** The end of the gap that the present connection must be told before its next message, or 0. */
  long pendingGap() {
    return dropped > sent && !cleared ? dropped : 0;
  }

  /** Moves the connection past a gap that it was told. */
  void passGap() {
    sent = dropped;
    furthest = Math.max(furthest, sent);
  }

  /** The next message for the present connection, or null. A pending gap has to be passed first. */
  @Nullable Payload peek() {
    @Nullable Payload[] slots = ring;
    return sent < last && slots != null ? slots[slot(sent + 1, slots.length)] : null;
  }

  /** Whether the present connection has been given all there is. */
  boolean isRead() {
    return cleared || sent == last;
  }

  /** Counts the message that {@link #peek} returned as sent. */
  void advance() {
    sent++;
    furthest = Math.max(furthest, sent);
  }

  /** Forgets everything; what was not acknowledged is lost, and no gap tells of it. */
  void clear() {
    ring = null;
    bytes = 0;
    dropped = last;
    cleared = true;
  }

  long sent() {
    return sent;
  }

  long last() {
    return last;
  }

  long acknowledged() {
    return acknowledged;
  }

  /** Messages kept: neither acknowledged nor dropped. */
  int kept() {
    return (int) (last - base());
  }

  long bytes() {
    return bytes;
  }

  /** Whether the client has acknowledged everything, or been told of what it will never get. */
  boolean isSettled() {
    return acknowledged == last;
  }

  private long base() {
    return Math.max(acknowledged, dropped);
  }

  private void release(long from, long to) {
    @Nullable Payload[] slots = ring;
    if (slots == null) {
      return;
    }
    for (long number = from; number <= to; number++) {
      int slot = slot(number, slots.length);
      Payload payload = slots[slot];
      if (payload != null) {
        bytes -= payload.size();
        slots[slot] = null;
      }
    }
    if (to == last && slots.length > KEPT_WHEN_EMPTY) {
      ring = null;
    }
  }

  private @Nullable Payload[] ringFor(int count) {
    @Nullable Payload[] slots = ring;
    if (slots == null) {
      slots = new Payload[SMALLEST_RING];
      ring = slots;
    } else if (count > slots.length) {
      @Nullable Payload[] larger = new Payload[slots.length * 2];
      for (long number = base() + 1; number <= last; number++) {
        larger[slot(number, larger.length)] = slots[slot(number, slots.length)];
      }
      slots = larger;
      ring = slots;
    }
    return slots;
  }

  private static int slot(long number, int length) {
    return (int) (number & (length - 1));
  }
}
