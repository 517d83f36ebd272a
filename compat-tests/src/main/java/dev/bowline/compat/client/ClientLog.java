package dev.bowline.compat.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The positions of a client in both directions, and the rules that hold whichever connection asks.
 *
 * <p>{@code released <= said}: what lies between is kept and sent again on every new connection.
 * Only the newest attach may deliver, and nothing above its own position is acknowledged before it
 * has proved itself by a record.
 */
final class ClientLog {

  private static final long ACKNOWLEDGE_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What an attach says. */
  record Attach(long number, long ack) {}

  /** What a connection should write now; {@code from} is the number of the first message. */
  record Work(long from, List<Payload> messages, OptionalLong ack) {}

  private final Deque<Payload> outbox = new ArrayDeque<>();
  private final BlockingQueue<Payload> inbox = new LinkedBlockingQueue<>();
  private final List<String> gaps = new ArrayList<>();
  private final int receiveMessages;
  private final int receiveBytes;
  private final int maxBatch;
  private final int acknowledgeEvery;

  private long released;
  private long said;
  private long accepted;
  private long acknowledged;
  private long owedSince;
  private boolean answerOwed;
  private long attach = 1;
  private long attachAck;
  private Way carrier;
  private boolean proven = true;
  private boolean over;

  ClientLog(SessionRecord terms, Way opening) {
    carrier = opening;
    receiveMessages = terms.json().get("receive").number("messages");
    receiveBytes = terms.json().get("receive").number("bytes");
    maxBatch = terms.json().number("maxBatch");
    acknowledgeEvery = Math.max(1, terms.json().get("send").number("messages") / 2);
  }

  // Outbox

  synchronized void say(List<Payload> payloads) {
    outbox.addAll(payloads);
    said += payloads.size();
    notifyAll();
  }

  synchronized void release(long ack) {
    if (ack > said) {
      throw new AssertionError("acknowledged " + ack + ", but only " + said + " were ever sent");
    }
    while (released < ack) {
      outbox.remove();
      released++;
    }
    notifyAll();
  }

  synchronized long released() {
    return released;
  }

  synchronized boolean isAllReleased() {
    return released == said;
  }

  // Inbox

  synchronized void accept(long on, Payload payload) {
    if (on == attach) {
      heard(on);
      accepted++;
      owe();
      inbox.add(payload);
      notifyAll();
    }
  }

  synchronized void gap(long on, long from, long to) {
    if (on == attach) {
      if (from != accepted + 1) {
        throw new AssertionError("gap from " + from + " at position " + (accepted + 1));
      }
      heard(on);
      gaps.add(from + ".." + to);
      accepted = to;
      owe();
      notifyAll();
    }
  }

  /** The newest connection has delivered a record: from now on it may acknowledge. */
  synchronized void heard(long on) {
    proven |= on == attach;
  }

  /** A ping wants its answer. */
  synchronized void answers(long on) {
    if (on == attach) {
      heard(on);
      answerOwed = true;
      notifyAll();
    }
  }

  BlockingQueue<Payload> inbox() {
    return inbox;
  }

  synchronized List<String> gaps() {
    return List.copyOf(gaps);
  }

  synchronized long accepted() {
    return accepted;
  }

  // Connections

  synchronized Attach attach(Way way) {
    attach++;
    carrier = way;
    attachAck = accepted;
    acknowledged = accepted;
    proven = false;
    answerOwed = false;
    notifyAll();
    return new Attach(attach, attachAck);
  }

  /** What the newest attach runs over. */
  synchronized Way carrier() {
    return carrier;
  }

  synchronized boolean isNewest(long number) {
    return number == attach && !over;
  }

  synchronized void end() {
    over = true;
    notifyAll();
  }

  synchronized boolean isOver() {
    return over;
  }

  /**
   * Waits for something that the connection of this attach should write.
   *
   * @param position the number of the next message on this connection; 0 where none was sent yet
   * @return nothing to write where the connection is no longer the newest
   */
  synchronized Work awaitFrames(long number, long position) throws InterruptedException {
    while (isNewest(number)) {
      long from = Math.max(position, released + 1);
      List<Payload> messages = sendable(from, Integer.MAX_VALUE);
      OptionalLong ack = due();
      if (!messages.isEmpty() || ack.isPresent()) {
        return new Work(from, messages, ack);
      }
      waitForChange();
    }
    return new Work(0, List.of(), OptionalLong.empty());
  }

  /** Waits a while for something to happen. */
  synchronized void awaitChange() throws InterruptedException {
    if (!over) {
      waitForChange();
    }
  }

  /** Waits a while for a batch to post. */
  synchronized Work awaitBatch() throws InterruptedException {
    if (released == said && !over) {
      waitForChange();
    }
    return new Work(released + 1, sendable(released + 1, maxBatch), OptionalLong.empty());
  }

  /** Waits a while for something to acknowledge, if that is done by posts at all. */
  synchronized Work awaitAcknowledgement(boolean byPosts) throws InterruptedException {
    OptionalLong ack = byPosts ? due() : OptionalLong.empty();
    if (ack.isEmpty() && !over) {
      waitForChange();
      ack = byPosts ? due() : ack;
    }
    return new Work(0, List.of(), ack);
  }

  private List<Payload> sendable(long from, int maxEncoded) {
    List<Payload> messages = new ArrayList<>();
    long number = released;
    long bytes = 0;
    int encoded = 0;
    for (Payload payload : outbox) {
      number++;
      bytes += payload.size();
      if (number > released + receiveMessages || (bytes > receiveBytes && number > released + 1)) {
        break;
      }
      if (number >= from) {
        encoded += payload.asEvent().length() * 3;
        if (encoded > maxEncoded && !messages.isEmpty()) {
          break;
        }
        messages.add(payload);
      }
    }
    return messages;
  }

  private OptionalLong due() {
    long ackable = proven ? accepted : attachAck;
    long owed = ackable - acknowledged;
    boolean late = owed > 0 && System.nanoTime() - owedSince >= ACKNOWLEDGE_AFTER_NANOS;
    if (owed >= acknowledgeEvery || late || answerOwed) {
      acknowledged = ackable;
      answerOwed = false;
      return OptionalLong.of(ackable);
    }
    return OptionalLong.empty();
  }

  private void owe() {
    if (accepted - acknowledged == 1) {
      owedSince = System.nanoTime();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the callers look again at everything
  private void waitForChange() throws InterruptedException {
    wait(accepted > acknowledged ? 20 : 500);
  }
}
