package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.wire.Payload;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How connections take over from each other: attach numbers, positions, and the fence. */
class AttachTest {
  private final Bench bench = Bench.library();
  private final FakeConnection first = bench.opensWebSocket();
  private final FakeConnection second = FakeConnection.webSocket(bench.session);

  @Test
  void theFirstRecordSaysWhichMessageFollows() {
    bench.sends("a", "b", "c");

    assertNull(bench.attaches(second, 2, 1));

    assertEquals(List.of("session 2", "b", "c"), second.wrote());
  }

  @Test
  void aHigherNumberEndsTheConnectionBeforeWithAWord() {
    assertNull(bench.attaches(second, 2, 0));

    assertEquals(List.of("error 4409"), first.wrote());
    assertTrue(first.hasEnded());
    assertTrue(bench.session.isAttached(second));
  }

  @Test
  void anEqualNumberEndsTheConnectionBeforeWithoutAWord() {
    assertNull(bench.attaches(second, 1, 0));

    assertEquals(List.of(), first.wrote());
    assertTrue(first.hasEnded());
  }

  @Test
  void aLowerNumberIsRefusedAndDisturbsNothing() {
    assertNull(bench.attaches(second, 3, 0));
    FakeConnection late = FakeConnection.webSocket(bench.session);

    assertEquals(Refusal.SUPERSEDED, bench.attaches(late, 2, 0));

    assertTrue(bench.session.isAttached(second));
    assertFalse(second.hasEnded());
    assertEquals(List.of(), late.wrote());
  }

  @Test
  void noNumberCountsAsOneHigher() {
    assertNull(bench.attaches(second, 7, 0));
    FakeConnection third = FakeConnection.webSocket(bench.session);

    assertNull(bench.session.attach(third, OptionalLong.empty(), 0));

    assertTrue(bench.session.isAttached(third));
    assertEquals(Refusal.SUPERSEDED, bench.attaches(second, 7, 0));
  }

  @Test
  void aPositionThatWasNeverSentIsRefusedAndTheNumberIsNotUsedUp() {
    assertEquals(Refusal.BAD_POSITION, bench.attaches(second, 9, 1));

    assertTrue(bench.session.isAttached(first));
    assertNull(bench.attaches(second, 2, 0));
  }

  @Test
  void aPositionThatWasReleasedIsRefused() {
    bench.sends("a", "b");
    bench.session.acknowledge(first, 2);

    assertEquals(Refusal.BAD_POSITION, bench.attaches(second, 2, 1));
    assertNull(bench.attaches(second, 2, 2));
  }

  @Test
  void thePositionOfAnAttachAcknowledges() {
    bench.sends("a", "b");

    assertNull(bench.attaches(second, 2, 1));

    assertEquals(1, bench.session.pendingMessages());
  }

  @Test
  void theNumberIsJudgedBeforeThePosition() {
    assertNull(bench.attaches(second, 5, 0));

    assertEquals(
        Refusal.SUPERSEDED, bench.attaches(FakeConnection.webSocket(bench.session), 4, 99));
  }

  @Test
  void aConnectionThatWasLeftCanNoLongerSpeak() {
    bench.sends("a");
    assertNull(bench.attaches(second, 2, 0));
    second.wrote();

    bench.session.acknowledge(first, 1);
    bench.session.acknowledge(first, 99);
    bench.receives(first, "u");
    bench.session.breach(first, CloseCode.MALFORMED.close(""));
    bench.session.closedByClient(first, CloseCode.NORMAL.close(""));
    bench.session.detach(first);

    assertEquals(1, bench.session.pendingMessages());
    assertEquals(0, bench.session.accepted());
    assertTrue(bench.session.isAttached(second));
    assertTrue(bench.session.isOpen());
  }

  @Test
  void aConnectionThatWasLeftIsNoSignOfLife() {
    FakeConnection stalled = FakeConnection.webSocket(bench.session);
    assertNull(bench.attaches(stalled, 2, 0));
    for (int i = 0; i < 45; i++) {
      bench.passes(1_000);
      assertFalse(bench.session.heard(first));
    }

    assertTrue(stalled.isCut());
  }

  @Test
  void aConnectionThatWasLeftPullsNothing() {
    first.stalls();
    bench.sends("a");
    assertNull(bench.attaches(second, 2, 0));
    assertEquals(List.of("session 1", "a"), second.wrote());

    first.goesOn();

    assertEquals(List.of(), first.wrote().stream().filter("a"::equals).toList());
  }

  @Test
  void anAcknowledgementCountsUpToThePositionOfTheAttachedConnection() {
    bench.sends("a", "b", "c");
    second.stalls();
    assertNull(bench.attaches(second, 2, 1));

    assertEquals("200 0", "" + bench.postsAcknowledgement(3));
    assertEquals(2, bench.session.pendingMessages());

    second.goesOn();
    assertEquals("200 0", "" + bench.postsAcknowledgement(3));
    assertEquals(0, bench.session.pendingMessages());
  }

  @Test
  void anAcknowledgementCountsUpToThePositionOfTheLastConnectionWhenNoneIsAttached() {
    bench.sends("a", "b");
    bench.session.detach(first);
    bench.sends("c");

    assertEquals("200 0", "" + bench.postsAcknowledgement(2));
    assertEquals(1, bench.session.pendingMessages());
  }

  @Test
  void acknowledgingWhatWasNeverSentBreaksTheProtocol() {
    bench.sends("a");

    bench.session.acknowledge(first, 2);

    assertEquals(4400, bench.closeCode());
    assertEquals(List.of("a", "close 4400"), first.wrote());
  }

  @Test
  void theApplicationHearsOfAChangeOfTransportOnly() {
    assertNull(bench.attaches(second, 2, 0));
    assertEquals(List.of(), bench.application.told());

    assertNull(bench.attaches(FakeConnection.stream(bench.session), 3, 0));
    assertEquals(List.of("attached sse"), bench.application.told());

    bench.session.cut();
    assertEquals(List.of("detached"), bench.application.told());
  }

  @Test
  void aPollEndsWithItsFirstWordAndTheNextContinues() {
    FakeConnection poll = FakeConnection.poll(bench.session);
    assertNull(bench.attaches(poll, 2, 0));
    assertEquals(List.of(), poll.wrote());
    bench.sends("a");
    bench.sends("b");
    assertEquals(List.of("a"), poll.wrote());
    assertTrue(poll.hasEnded());

    FakeConnection next = FakeConnection.poll(bench.session);
    assertNull(bench.attaches(next, 3, 1));
    assertEquals(List.of("b"), next.wrote());
  }

  @Test
  void aPollWhoseReplyWasLostIsServedAgain() {
    bench.sends("a");
    FakeConnection lost = FakeConnection.poll(bench.session);
    assertNull(bench.attaches(lost, 2, 0));

    FakeConnection next = FakeConnection.poll(bench.session);
    assertNull(bench.attaches(next, 3, 0));

    assertEquals(List.of("a"), next.wrote());
  }

  @Test
  void theReplyThatOpensTakesWhatTheApplicationSendsAtOnce() {
    Bench fresh = Bench.library();
    FakeConnection opening = FakeConnection.openingPost(fresh.session);

    fresh.session.append(Payload.text("welcome"));
    fresh.session.open(opening);

    assertEquals(List.of("session 1", "welcome"), opening.wrote());
    assertTrue(opening.hasEnded());
  }
}
