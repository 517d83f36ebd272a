package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Publishes messages in a closed loop, and keeps account of what each subscriber gets: the next one
 * is published when there are fewer than so many that not everybody has. Belongs to the thread of
 * the crowd.
 *
 * <p>The load isn't paced, so there is no intended time that a stall could hide (coordinated
 * omission): a latency is the time from handing a message to the publishing connection to when one
 * subscriber has read it.
 */
public final class Ledger {
  /** Numbers that may be on their way; many more than ever are. */
  private static final int RING = 1 << 12;

  private static final long MOST_MICROS = 60_000_000;
  private static final int DIGITS = 3;

  /** Says one message to the server, for it to publish. */
  public interface Publisher {
    void publish(ByteBuffer message) throws IOException;
  }

  /** What has come of one run. */
  public record Account(
      long messages,
      long deliveries,
      long lost,
      long repeated,
      long gaps,
      double seconds,
      Histogram latency) {}

  private final int subscribers;
  private final Publisher publisher;
  private final int[] missing = new int[RING];
  private final long[] publishedAt = new long[RING];
  private long published;
  private long completed;
  private Histogram latency = new Histogram(MOST_MICROS, DIGITS);
  private long deliveries;
  private long repeated;
  private long gaps;
  private long lost;
  private long firstOfRun;
  private long timedFrom;
  private long startedAt;
  private long endsAt;
  private int inFlight;
  private @Nullable CompletableFuture<Account> run;

  public Ledger(int subscribers, Publisher publisher) {
    this.subscribers = subscribers;
    this.publisher = publisher;
  }

  /** Publishes for so long; completes when everybody has everything. */
  public void start(int mostInFlight, double seconds, CompletableFuture<Account> done)
      throws IOException {
    startAgain();
    inFlight = mostInFlight;
    run = done;
    endsAt = startedAt + (long) (seconds * 1e9);
    publish(startedAt);
  }

  /** Publishes one, outside of a run. */
  public void publishOne() throws IOException {
    say(System.nanoTime());
  }

  /** How many messages are published that not everybody has. */
  public long outstanding() {
    return published - completed;
  }

  /** Counts from nothing again, and takes the times of the messages that follow. */
  public void startAgain() {
    latency = new Histogram(MOST_MICROS, DIGITS);
    deliveries = 0;
    repeated = 0;
    gaps = 0;
    lost = 0;
    firstOfRun = published;
    startedAt = System.nanoTime();
    timeFromHere();
  }

  /** Takes the times of the messages that follow, and of no other. */
  public void timeFromHere() {
    latency.reset();
    timedFrom = published + 1;
  }

  /** What has been counted since the last run began. */
  public Account account() {
    return new Account(
        published - firstOfRun,
        deliveries,
        lost,
        repeated,
        gaps,
        (System.nanoTime() - startedAt) / 1e9,
        latency);
  }

  /** Gives up waiting: what has not come by now is lost. */
  public void giveUp() {
    CompletableFuture<Account> done = run;
    if (done != null) {
      for (long number = published; number > published - RING && number > 0; number--) {
        lost += missing[slot(number)];
      }
      Arrays.fill(missing, 0);
      completed = published;
      run = null;
      done.complete(account());
    }
  }

  private void publish(long now) throws IOException {
    while (published - completed < inFlight && now < endsAt) {
      say(now);
    }
    CompletableFuture<Account> done = run;
    if (published == completed && done != null) {
      run = null;
      done.complete(account());
    }
  }

  private void say(long now) throws IOException {
    published++;
    missing[slot(published)] = subscribers;
    publishedAt[slot(published)] = now;
    publisher.publish(Markers.message(published));
  }

  /** The last message that was published. */
  long published() {
    return published;
  }

  /** One subscriber has this one, which it had not. */
  void delivered(long number, long now) throws IOException {
    deliveries++;
    if (number >= timedFrom) {
      latency.recordValue(Math.min(MOST_MICROS, (now - publishedAt[slot(number)]) / 1_000));
    }
    settle(number, now);
  }

  /** One subscriber has something again, or something that was never said. */
  void repeated() {
    repeated++;
  }

  /** One subscriber has a later one, and therefore won't get these any more. */
  void missed(long from, long to, long now) throws IOException {
    gaps++;
    lost += to - from;
    for (long number = from; number < to; number++) {
      settle(number, now);
    }
  }

  private void settle(long number, long now) throws IOException {
    int slot = slot(number);
    if (missing[slot] > 0 && --missing[slot] == 0) {
      completed++;
      publish(now);
    }
  }

  private static int slot(long number) {
    return (int) (number % RING);
  }
}
