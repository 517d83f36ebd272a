package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The log of one direction, seen from its receiver: messages that the application has not finished
 * with.
 *
 * <pre>
 *   acknowledged &lt;= handled &lt;= accepted
 * </pre>
 *
 * <ul>
 *   <li>{@code accepted}: taken in. Duplicates are judged by this number.
 *   <li>{@code handled}: the application is done with it. Only this may be acknowledged.
 *   <li>{@code acknowledged}: the client was told. Its window is judged by this number.
 * </ul>
 *
 * <p>What waits for the application is {@code handled+1 .. accepted}, of which the first may be in
 * its hands. Not thread-safe: guarded by its session.
 */
final class Inbox {
  private final Window window;

  private @Nullable ArrayDeque<Payload> waiting;
  private long accepted;
  private long handled;
  private long acknowledged;
  private long acceptedBytes;
  private long handledBytes;
  private long acknowledgedBytes;
  private int sizeInHand;

  Inbox(Window window) {
    this.window = window;
  }

  /**
   * Whether the client may have this many more messages and bytes under way. With nothing
   * unacknowledged any one message may come; it may be larger than the window.
   */
  boolean allows(int messages, long bytes) {
    long unacknowledged = accepted - acknowledged;
    if (messages == 0 || (unacknowledged == 0 && messages == 1)) {
      return true;
    }
    return unacknowledged + messages <= window.messages()
        && acceptedBytes - acknowledgedBytes + bytes <= window.bytes();
  }

  void accept(Payload payload) {
    ArrayDeque<Payload> queue = waiting;
    if (queue == null) {
      queue = new ArrayDeque<>(4);
      waiting = queue;
    }
    queue.add(payload);
    accepted++;
    acceptedBytes += payload.size();
  }

  /** Hands out the next message; it counts as handled only by {@link #finish}. */
  @Nullable Payload take() {
    ArrayDeque<Payload> queue = waiting;
    Payload payload = queue == null ? null : queue.poll();
    if (payload == null) {
      waiting = null;
    } else {
      sizeInHand = payload.size();
    }
    return payload;
  }

  /** The application has finished with the message that {@link #take} handed out. */
  void finish() {
    handled++;
    handledBytes += sizeInHand;
  }

  /** The client is being told that everything handled is handled. */
  long acknowledge() {
    acknowledged = handled;
    acknowledgedBytes = handledBytes;
    return handled;
  }

  /** Whether an acknowledgement is owed at all. */
  boolean owesAcknowledgement() {
    return handled > acknowledged;
  }

  /** Whether half the window waits for an acknowledgement that could be given now. */
  boolean isHalfUsed() {
    return owesAcknowledgement()
        && ((accepted - acknowledged) * 2 >= window.messages()
            || (acceptedBytes - acknowledgedBytes) * 2 >= window.bytes());
  }

  boolean hasWaiting() {
    return waiting != null && !waiting.isEmpty();
  }

  /** Throws away what the application has not begun with. */
  void clear() {
    waiting = null;
  }

  long accepted() {
    return accepted;
  }

  long handled() {
    return handled;
  }
}
