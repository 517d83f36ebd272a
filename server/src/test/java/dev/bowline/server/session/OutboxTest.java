package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Outbox outbox = new Outbox(new Window(1000, 100_000));

  private void append(Outbox to, int count) {
    for (int i = 0; i < count; i++) {
      to.append(Payload.text("m" + (to.last() + 1)));
    }
  }

  /** What the present connection is given until there is no more. */
  private static List<String> read(Outbox from) {
    List<String> read = new ArrayList<>();
    while (true) {
      if (from.pendingGap() > 0) {
        read.add("gap " + (from.sent() + 1) + "-" + from.pendingGap());
        from.passGap();
      }
      Payload next = from.peek();
      if (next == null) {
        return read;
      }
      from.advance();
      read.add(next.text());
    }
  }

  @Test
  void messagesAreReadInOrderAndOnce() {
    append(outbox, 3);

    assertEquals(List.of("m1", "m2", "m3"), read(outbox));
    assertEquals(List.of(), read(outbox));
    assertEquals(3, outbox.kept());
  }

  @Test
  void onlyAnAcknowledgementReleases() {
    append(outbox, 3);
    read(outbox);

    assertTrue(outbox.acknowledge(2));
    assertEquals(1, outbox.kept());
    assertEquals(2, outbox.bytes());
    assertFalse(outbox.isSettled());
    assertTrue(outbox.acknowledge(3));
    assertEquals(0, outbox.kept());
    assertEquals(0, outbox.bytes());
    assertTrue(outbox.isSettled());
  }

  @Test
  void aStaleAcknowledgementIsIgnored() {
    append(outbox, 3);
    read(outbox);
    outbox.acknowledge(2);

    assertFalse(outbox.acknowledge(1));
    assertFalse(outbox.acknowledge(2));
    assertEquals(2, outbox.acknowledged());
  }

  @Test
  void anAcknowledgementCountsUpToThePositionOfTheConnection() {
    append(outbox, 5);
    read(outbox);
    outbox.resumeAt(1);

    assertFalse(outbox.acknowledge(4));
    assertEquals(1, outbox.acknowledged());
    outbox.advance();
    assertTrue(outbox.acknowledge(4));
    assertEquals(2, outbox.acknowledged());
  }

  @Test
  void aResumeReadsAgainWhatWasNotAcknowledged() {
    append(outbox, 5);
    read(outbox);

    outbox.resumeAt(2);

    assertEquals(List.of("m3", "m4", "m5"), read(outbox));
  }

  @Test
  void aResumeBeginsBetweenWhatWasReleasedAndWhatWasEverSent() {
    append(outbox, 5);
    for (int i = 0; i < 4; i++) {
      outbox.advance();
    }
    outbox.acknowledge(2);
    outbox.resumeAt(3);

    assertFalse(outbox.canResumeAt(2));
    assertTrue(outbox.canResumeAt(3));
    assertTrue(outbox.canResumeAt(4), "sent over the connection before this one");
    assertFalse(outbox.canResumeAt(5));
    assertTrue(outbox.wasSent(4));
    assertFalse(outbox.wasSent(5));
  }

  @Test
  void theWindowIsInMessagesAndInBytes() {
    Outbox small = new Outbox(new Window(3, 10));
    small.append(Payload.text("1234"));
    assertTrue(small.fits(6));
    assertFalse(small.fits(7));
    small.append(Payload.text("1"));
    small.append(Payload.text("1"));
    assertFalse(small.fits(0));
  }

  @Test
  void anEmptyOutboxTakesAnyOneMessage() {
    Outbox small = new Outbox(new Window(3, 10));
    assertTrue(small.fits(1_000_000));
    small.append(Payload.text("x".repeat(50)));
    assertFalse(small.fits(0));
  }

  @Test
  void whatIsDroppedBeforeItWasSentIsToldAsAGap() {
    Outbox small = new Outbox(new Window(3, 100));
    append(small, 3);
    small.dropUntilFits(2);
    append(small, 1);

    assertEquals(List.of("gap 1-1", "m2", "m3", "m4"), read(small));
    assertEquals(List.of(), read(small));
  }

  @Test
  void whatIsDroppedAfterItWasSentIsNotToldToTheConnectionThatHasIt() {
    Outbox small = new Outbox(new Window(3, 100));
    append(small, 3);
    read(small);
    small.dropUntilFits(2);
    append(small, 1);

    assertEquals(List.of("m4"), read(small));
  }

  @Test
  void aGapIsToldAgainUntilItIsAcknowledgedFromThePositionOfEachConnection() {
    Outbox small = new Outbox(new Window(3, 100));
    append(small, 2);
    read(small);
    append(small, 1);
    for (int i = 0; i < 3; i++) {
      small.dropUntilFits(2);
      append(small, 1);
    }
    assertEquals(List.of("gap 3-3", "m4", "m5", "m6"), read(small));

    small.resumeAt(0);
    assertEquals(List.of("gap 1-3", "m4", "m5", "m6"), read(small));
    small.resumeAt(1);
    assertEquals(List.of("gap 2-3", "m4", "m5", "m6"), read(small));
    small.resumeAt(3);
    assertEquals(List.of("m4", "m5", "m6"), read(small));
  }

  @Test
  void aGapCountsAsSentWhenItWasTold() {
    Outbox small = new Outbox(new Window(1, 100));
    append(small, 1);
    small.dropUntilFits(2);
    append(small, 1);
    assertFalse(small.wasSent(1));
    small.passGap();

    assertTrue(small.wasSent(1));
    assertTrue(small.canResumeAt(1));
    assertTrue(small.acknowledge(1));
    assertEquals(1, small.kept());
  }

  @Test
  void aMessageLargerThanTheWindowDropsAllOthers() {
    Outbox small = new Outbox(new Window(3, 10));
    append(small, 3);
    small.dropUntilFits(50);
    small.append(Payload.text("x".repeat(50)));

    assertEquals(1, small.kept());
    assertEquals(50, small.bytes());
    assertEquals(List.of("gap 1-3", "x".repeat(50)), read(small));
  }

  @Test
  void whatIsForgottenIsNotToldAsAGap() {
    append(outbox, 3);
    assertFalse(outbox.isRead());

    outbox.clear();

    assertEquals(List.of(), read(outbox));
    assertTrue(outbox.isRead());
    assertFalse(outbox.isSettled());
    assertEquals(0, outbox.kept());
    assertEquals(0, outbox.bytes());
  }

  @Test
  void anOutboxThatNeverHeldAnythingCanDoEverythingToo() {
    assertNull(outbox.peek());
    assertEquals(0, outbox.pendingGap());
    assertTrue(outbox.isSettled());
    assertTrue(outbox.canResumeAt(0));
    outbox.resumeAt(0);
    outbox.clear();
    assertTrue(outbox.isSettled());
  }

  /** The same operations on a list, which has no cursors that could be wrong. */
  @Test
  void itDoesWhatAListWouldDoWhateverTheSizeOfTheRing() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 200; round++) {
      int messages = 1 + random.nextInt(300);
      Outbox tried = new Outbox(new Window(messages, 1_000_000));
      List<String> all = new ArrayList<>();
      int acknowledged = 0;
      int dropped = 0;
      int position = 0;
      for (int step = 0; step < 400; step++) {
        switch (random.nextInt(4)) {
          case 0, 1 -> {
            for (int count = random.nextInt(20); count > 0; count--) {
              if (!tried.fits(4)) {
                tried.dropUntilFits(4);
                dropped = Math.max(all.size() + 1 - messages, dropped);
              }
              append(tried, 1);
              all.add("m" + tried.last());
            }
          }
          case 2 -> {
            List<String> expected = new ArrayList<>();
            if (dropped > position) {
              expected.add("gap " + (position + 1) + "-" + dropped);
            }
            expected.addAll(all.subList(Math.max(position, dropped), all.size()));
            assertEquals(expected, read(tried));
            position = all.size();
          }
          default -> {
            int number = acknowledged + random.nextInt(position - acknowledged + 1);
            if (random.nextBoolean()) {
              tried.resumeAt(number);
              position = number;
            } else {
              boolean unused = tried.acknowledge(number);
            }
            acknowledged = number;
          }
        }
        dropped = Math.max(dropped, acknowledged);
        assertEquals(all.size() - dropped, tried.kept());
        assertEquals(acknowledged, tried.acknowledged());
        assertEquals(position, tried.sent());
        assertTrue(tried.wasSent(tried.sent()));
        assertFalse(tried.wasSent(tried.last() + 1));
      }
    }
  }
}
