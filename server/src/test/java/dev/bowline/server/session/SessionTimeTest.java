package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.session.SessionTerms.Overflow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session does by time alone, that it does it, and that it does nothing else. */
class SessionTimeTest {
  private static final int SECOND = 1_000;
  private static final int MINUTE = 60 * SECOND;

  // ---- liveness

  @Test
  void aSilentConnectionIsPingedEveryHeartbeat() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();

    bench.passes(19_900);
    assertEquals(List.of(), connection.wrote());
    bench.passes(200);
    assertEquals(List.of("ping"), connection.wrote());
    bench.session.heard(connection);
    bench.passes(20_200);
    assertEquals(List.of("ping"), connection.wrote());
  }

  @Test
  void aClientThatDoesNotAnswerIsDetachedAfter2Point2Heartbeats() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();

    bench.passes(43_900);
    assertTrue(bench.session.isAttached(connection));
    bench.passes(200);
    assertFalse(bench.session.isAttached(connection));
    assertTrue(connection.isCut());
    assertEquals(List.of("detached"), bench.application.told());
    assertTrue(bench.session.isOpen());
  }

  @Test
  void aPostedAcknowledgementIsASignOfLife() {
    Bench bench = Bench.library();
    FakeConnection stream = bench.opensWith(FakeConnection.stream(bench.session));

    for (int i = 0; i < 10; i++) {
      bench.passes(40_000);
      assertEquals("200 0", "" + bench.postsAcknowledgement(0));
    }
    assertTrue(bench.session.isAttached(stream));
  }

  @Test
  void aClientThatWasNeverAskedIsNotTakenForDead() {
    Bench bench = Bench.library();
    bench.application.takesItsTime();
    FakeConnection connection = bench.opensWebSocket();
    bench.receives(connection, "a", "b", "c", "d", "e", "f");

    for (int i = 0; i < 6; i++) {
      bench.passes(15_000);
      bench.application.finishes();
      if (connection.wrote().contains("ping")) {
        bench.session.heard(connection);
      }
    }

    assertTrue(bench.session.isAttached(connection), "acknowledgements are no questions");
  }

  @Test
  void aBrowsersOwnEventSourceNeedNotAnswer() {
    Bench bench = Bench.of(Client.EVENT_SOURCE);
    FakeConnection stream = bench.opensWith(FakeConnection.stream(bench.session));

    bench.passes(10 * MINUTE);

    assertTrue(bench.session.isAttached(stream));
    assertEquals(30, stream.wrote().size(), 1);
  }

  @Test
  void aPollIsAnsweredWithAPingWhenItHasBeenHeldForLongEnough() {
    Bench bench = Bench.library();
    bench.opensWith(FakeConnection.openingPost(bench.session));
    FakeConnection poll = FakeConnection.poll(bench.session);
    assertNull(bench.attaches(poll, 2, 0));

    bench.passes(24_900);
    assertFalse(poll.hasEnded());
    bench.passes(200);
    assertEquals(List.of("ping"), poll.wrote());
    assertTrue(poll.hasEnded());
  }

  @Test
  void betweenTwoPollsNothingIsSaidOfADetachmentForTenSeconds() {
    Bench bench = Bench.library();
    bench.opensWith(FakeConnection.openingPost(bench.session));

    bench.passes(9_900);
    assertEquals(List.of(), bench.application.told());
    assertEquals("polling", bench.session.carrier().orElse("nothing"));
    bench.passes(200);
    assertEquals(List.of("detached"), bench.application.told());
  }

  // ---- acknowledging

  @Test
  void anAcknowledgementGoesOutASecondAfterTheMessageWasHandled() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();
    bench.receives(connection, "a");

    bench.passes(900);
    assertEquals(List.of(), connection.wrote());
    bench.passes(200);
    assertEquals(List.of("ack 1"), connection.wrote());
  }

  @Test
  void anAcknowledgementGoesOutAtOnceWhenHalfTheWindowIsUsed() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();

    bench.receives(connection, "a", "b", "c");
    assertEquals(List.of(), connection.wrote());
    bench.receives(connection, "d");
    assertEquals(List.of("ack 4"), connection.wrote());
    bench.receives(connection, "x".repeat(50));
    assertEquals(List.of("ack 5"), connection.wrote(), "or half of its bytes");
  }

  @Test
  void anAcknowledgementGoesOutWithWhateverElseIsSent() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();
    bench.receives(connection, "a");

    bench.sends("b");

    assertEquals(List.of("b", "ack 1"), connection.wrote());
  }

  // ---- expiry

  @Test
  void aSessionNeverHeardOfAgainLives30Seconds() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();
    bench.session.detach(connection);

    bench.passes(29_900);
    assertTrue(bench.session.isOpen());
    bench.passes(200);
    assertEquals(4408, bench.closeCode());
    assertEquals(List.of("detached", "closed 4408"), bench.application.told());
  }

  @Test
  void aPostedOpeningThatNobodyFollowsLives30SecondsFromItsReply() {
    Bench bench = Bench.library();
    bench.opensWith(FakeConnection.openingPost(bench.session));

    bench.passes(29_900);
    assertTrue(bench.session.isOpen());
    bench.passes(200);
    assertEquals(4408, bench.closeCode());
  }

  @Test
  void aSessionThatWasHeardOfLivesTwoMinutesWithoutAConnection() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();
    bench.session.heard(connection);
    bench.session.detach(connection);

    bench.passes(2 * MINUTE - 100);
    assertTrue(bench.session.isOpen());
    bench.passes(200);
    assertEquals(4408, bench.closeCode());
  }

  @Test
  void aPlainEventSourceHasTwoMinutesToComeBackEvenIfItNeverSpoke() {
    Bench bench = Bench.of(Client.EVENT_SOURCE);
    FakeConnection stream = bench.opensWith(FakeConnection.stream(bench.session));
    bench.session.detach(stream);

    bench.passes(2 * MINUTE - 100);
    assertTrue(bench.session.isOpen());
    bench.passes(200);
    assertEquals(4408, bench.closeCode());
  }

  @Test
  void aSessionThatNeverGotItsConnectionGoesUnnoticedByTheApplication() {
    Bench bench = Bench.library();

    bench.passes(31 * SECOND);

    assertEquals(4408, bench.closeCode());
    assertEquals(List.of(), bench.application.told());
    assertEquals(List.of(bench.session), bench.retired);
    assertEquals(0, bench.registry.size());
  }

  @Test
  void aClosedSessionIsRememberedForTwoMinutes() {
    Bench bench = Bench.library();
    bench.opensWebSocket();
    bench.closes();

    bench.passes(2 * MINUTE - 100);
    assertTrue(bench.isRemembered());
    bench.passes(200);
    assertFalse(bench.isRemembered());
  }

  @Test
  void aDrainEndsAfterTwoMinutes() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();
    bench.session.detach(connection);
    bench.sends("a");
    bench.passes(20 * SECOND);
    bench.closes();

    bench.passes(2 * MINUTE - 100);
    assertEquals(0, bench.closeCode(), "still draining");
    bench.passes(200);
    assertEquals(1000, bench.closeCode());
    assertFalse(bench.isRemembered(), "who comes now has missed something");
  }

  @Test
  void whoDoesNotAcknowledgeInADrainIsCutAndNotToldThatThisWasAll() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket().stalls();
    bench.sends("a");
    bench.closes();

    for (int i = 0; i < 11; i++) {
      bench.passes(10 * SECOND);
      assertTrue(bench.session.heard(connection));
    }
    bench.passes(10 * SECOND - 100);
    assertFalse(connection.isCut());
    bench.passes(200);
    assertTrue(connection.isCut());
    assertFalse(bench.isRemembered());
  }

  @Test
  void aConnectionThatDoesNotTakeTheCloseIsCutAfterFiveSeconds() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket().stalls();
    bench.session.abort(CloseCode.MALFORMED.close("on purpose"));

    bench.passes(4_900);
    assertFalse(connection.isCut());
    bench.passes(200);
    assertTrue(connection.isCut());
  }

  @Test
  void aSlowConsumersConnectionIsCutAfterFiveSecondsToo() {
    Bench bench = Bench.overflowing(Overflow.CLOSE);
    FakeConnection connection = bench.opensWebSocket().stalls();
    assertEquals(LogicalSession.Appended.CLOSED, bench.sends("a", "b", "c", "d", "e"));

    bench.passes(5_100);

    assertTrue(connection.isCut());
  }

  @Test
  void aHeldPostIsAnsweredAfter25SecondsWithWhatIsHandled() {
    Bench bench = Bench.library();
    bench.opensWebSocket();
    bench.application.takesItsTime();
    Bench.Answer answer = bench.posts(1, "a", "b");
    bench.application.finishes();

    bench.passes(24_900);
    assertEquals("held", "" + answer);
    bench.passes(200);
    assertEquals("200 1", "" + answer);
  }

  // ---- nothing else: whoever is looked at without need costs ten looks a second, for ever

  @Test
  void aForgottenSessionIsNeverLookedAtAgain() {
    Bench bench = Bench.library();
    bench.opensWebSocket();
    bench.closes();
    bench.passes(2 * MINUTE + 200);
    assertFalse(bench.isRemembered());

    bench.passes(2 * MINUTE);
    assertEquals(0, bench.passes(10 * MINUTE));
  }

  @Test
  void aDrainWithoutAConnectionIsLeftInPeace() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();
    bench.sends("a");
    bench.session.detach(connection);
    bench.closes();

    assertEquals(0, bench.passes(119 * SECOND), 8);
  }

  @Test
  void anAcknowledgementThatNobodyCarriesIsNoReasonToLook() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();
    bench.receives(connection, "a");
    bench.session.detach(connection);

    assertEquals(0, bench.passes(119 * SECOND), 8);
  }

  @Test
  void aConnectionThatDoesNotReadIsWokenOnce() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket().stalls();
    bench.receives(connection, "a");

    assertEquals(0, bench.passes(40 * SECOND), 4);
    connection.goesOn();
    assertEquals(List.of("ack 1"), connection.wrote());
  }

  @Test
  void anIdleSessionIsLookedAtOnlyToPing() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();
    int looks = 0;
    for (int i = 0; i < 10; i++) {
      looks += bench.passes(MINUTE / 3);
      bench.session.heard(connection);
    }

    assertEquals(10, looks, 5);
  }
}
