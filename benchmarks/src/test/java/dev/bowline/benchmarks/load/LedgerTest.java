package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the load generator counts is what subscribers have read. */
class LedgerTest {
  private static final int IN_FLIGHT = 3;
  private static final double LONG_SECONDS = 3_600;

  private final List<String> published = new ArrayList<>();
  private final Ledger ledger =
      new Ledger(2, message -> published.add(US_ASCII.decode(message).toString()));
  private final Markers one = new Markers(ledger);
  private final Markers other = new Markers(ledger);
  private final CompletableFuture<Ledger.Account> done = new CompletableFuture<>();

  private void start() throws IOException {
    ledger.start(IN_FLIGHT, LONG_SECONDS, done);
  }

  private void read(Markers subscriber, int message) throws IOException {
    byte[] bytes = framed(message);
    subscriber.scan(bytes, 0, bytes.length, System.nanoTime());
  }

  /** The message among things that look like the beginning of one. */
  private byte[] framed(int message) {
    return ("42[\"#12#\",\"" + published.get(message - 1) + "\"]\r\n").getBytes(US_ASCII);
  }

  @Test
  void theNextIsPublishedWhenEverybodyHasOne() throws IOException {
    start();
    assertEquals(IN_FLIGHT, published.size());
    read(one, 1);
    assertEquals(IN_FLIGHT, published.size());
    read(other, 1);
    assertEquals(IN_FLIGHT + 1, published.size());
  }

  @Test
  void aMessageCutAnywhereCountsOnce() throws IOException {
    start();
    int length = framed(1).length;
    for (int cut = 1; cut < length; cut++) {
      byte[] bytes = framed(cut);
      for (Markers subscriber : List.of(one, other)) {
        subscriber.scan(bytes, 0, cut, System.nanoTime());
        subscriber.scan(bytes, cut, length, System.nanoTime());
      }
    }
    assertEquals(2L * (length - 1), ledger.account().deliveries());
    assertEquals(0, ledger.account().lost());
    assertEquals(0, ledger.account().repeated());
  }

  @Test
  void whatWasPassedOverIsLostAndHoldsNothingUp() throws IOException {
    start();
    read(one, 3);
    assertEquals(2, ledger.account().lost());
    assertEquals(1, ledger.account().gaps());
    read(other, 1);
    assertEquals(IN_FLIGHT + 1, published.size());
  }

  @Test
  void whatComesAgainIsRepeatedAndNotDelivered() throws IOException {
    start();
    read(one, 1);
    read(one, 1);
    assertEquals(1, ledger.account().deliveries());
    assertEquals(1, ledger.account().repeated());
    assertEquals(IN_FLIGHT, published.size());
  }

  @Test
  void whatACutHasLeftOfAMessageIsNothing() throws IOException {
    start();
    byte[] bytes = framed(1);
    one.scan(bytes, 0, bytes.length - 5, System.nanoTime());
    one.reset();
    assertEquals(0, one.found());
    read(one, 1);
    assertEquals(1, one.found());
    assertEquals(0, ledger.account().repeated());
  }

  @Test
  void whatIsNotThereAtTheEndIsLost() throws IOException {
    start();
    read(one, 1);
    assertFalse(done.isDone());
    ledger.giveUp();
    assertEquals(2 * IN_FLIGHT - 1, done.join().lost());
  }
}
