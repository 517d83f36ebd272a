package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.session.SessionTerms.Overflow;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes from the client, by its connection and beside it. */
class UplinkTest {
  private final Bench bench = Bench.library();
  private final FakeConnection connection = bench.opensWebSocket();

  @Test
  void aPostIsAnsweredWhenTheApplicationHasHandledIt() {
    bench.application.takesItsTime();
    Bench.Answer answer = bench.posts(1, "a", "b");

    bench.application.finishes();
    assertEquals("held", "" + answer);
    bench.application.finishes();
    assertEquals("200 2", "" + answer);
    assertEquals(List.of("a", "b"), bench.application.told());
  }

  @Test
  void whatWasAcceptedBeforeIsSkippedWhicheverWayItComes() {
    bench.posts(1, "a", "b");
    bench.session.receive(connection, 2, Payload.text("b"));
    bench.session.receive(connection, 3, Payload.text("c"));

    assertEquals("200 4", "" + bench.posts(2, "b", "c", "d"));

    assertEquals(List.of("a", "b", "c", "d"), bench.application.told());
  }

  @Test
  void whatComesAgainOnAConnectionIsAcknowledgedThereToo() {
    bench.application.takesItsTime();
    bench.posts(1, "a");
    FakeConnection moved = FakeConnection.webSocket(bench.session);
    bench.attaches(moved, 2, 0);
    bench.session.receive(moved, 1, Payload.text("a"));
    moved.wrote();

    bench.application.finishes();
    bench.passes(1_100);

    assertEquals(List.of("ack 1"), moved.wrote());
  }

  @Test
  void whatCameOverTheConnectionIsAcknowledgedThereThoughALateReplyHasSaidIt() {
    bench.receives(connection, "a");

    assertEquals("200 1", "" + bench.postsAcknowledgement(0), "a reply that may be lost");
    bench.passes(1_100);

    assertEquals(List.of("ack 1"), connection.wrote());
  }

  @Test
  void aLatePostDoesNotTakeTheAcknowledgementFromTheConnection() {
    bench.receives(connection, "a");

    assertEquals("200 1", "" + bench.posts(1, "a"));
    bench.passes(1_100);

    assertEquals(List.of("ack 1"), connection.wrote());
  }

  @Test
  void ofWhatComesAgainOnAConnectionTheHandledPartIsAcknowledgedThere() {
    bench.application.takesItsTime();
    bench.posts(1, "a");
    bench.application.finishes();
    bench.posts(2, "b");
    bench.session.receive(connection, 1, Payload.text("a"));
    bench.session.receive(connection, 2, Payload.text("b"));
    bench.passes(1_100);

    assertEquals(List.of("ack 1"), connection.wrote());
  }

  @Test
  void whatAPostBroughtIsNotAcknowledgedAgainByTheConnection() {
    assertEquals("200 2", "" + bench.posts(1, "a", "b"));
    assertEquals("200 2", "" + bench.posts(1, "a", "b"));
    bench.passes(1_100);

    assertEquals(List.of(), connection.wrote());
  }

  @Test
  void aRepeatedPostIsHeldLikeTheFirst() {
    bench.application.takesItsTime();
    Bench.Answer first = bench.posts(1, "a");
    Bench.Answer second = bench.posts(1, "a");

    assertEquals("held", "" + second);
    bench.application.finishes();
    assertEquals("200 1", "" + first);
    assertEquals("200 1", "" + second);
  }

  @Test
  void aPostAheadIsRefusedWholeButItsAcknowledgementCounts() {
    bench.sends("x");
    Post ahead = new Post(OptionalLong.of(2), List.of(Payload.text("b")), OptionalLong.of(1), null);

    assertEquals("AHEAD", "" + bench.posts(ahead));

    assertEquals(0, bench.session.accepted());
    assertEquals(0, bench.session.pendingMessages());
  }

  @Test
  void aPostThatAcknowledgesWhatWasNeverSentIsRefused() {
    assertEquals("BAD_ACKNOWLEDGEMENT", "" + bench.postsAcknowledgement(1));
    assertTrue(bench.session.isOpen());
  }

  @Test
  void aPostBeyondTheWindowIsRefusedAndNothingOfItCounts() {
    bench.application.takesItsTime();
    bench.posts(1, "1", "2", "3", "4", "5", "6", "7");

    assertEquals("OVER_WINDOW", "" + bench.posts(8, "8", "9"));

    assertEquals(7, bench.session.accepted());
    assertEquals("held", "" + bench.posts(8, "8"));
    assertTrue(bench.session.isOpen());
  }

  @Test
  void unnumberedPostsBeyondTheWindowAreTooFast() {
    bench.application.takesItsTime();
    Post one =
        new Post(OptionalLong.empty(), List.of(Payload.text("x")), OptionalLong.empty(), null);
    for (int i = 0; i < 8; i++) {
      bench.posts(one);
    }

    assertEquals("TOO_FAST", "" + bench.posts(one));
  }

  @Test
  void aWebSocketBeyondTheWindowIsClosedAndTheSessionWithIt() {
    bench.application.takesItsTime();

    bench.receives(connection, "1", "2", "3", "4", "5", "6", "7", "8");
    assertTrue(bench.session.isOpen());
    bench.receives(connection, "9");

    assertEquals(4400, bench.closeCode());
  }

  @Test
  void oneMessageLargerThanTheWindowIsTakenAndThenPostsThatBringNothing() {
    bench.application.takesItsTime();
    String large = "x".repeat(500);

    assertEquals("held", "" + bench.posts(1, large));
    assertEquals("200 0", "" + bench.postsAcknowledgement(0));
    assertEquals("held", "" + bench.posts(1, large), "a repetition");
    assertEquals("OVER_WINDOW", "" + bench.posts(2, "y"));
  }

  @Test
  void theWindowIsJudgedByTheAcknowledgementsThatWentOut() {
    bench.application.takesItsTime();
    bench.receives(connection, "1", "2", "3", "4", "5", "6", "7", "8");
    for (int i = 0; i < 4; i++) {
      bench.application.finishes();
    }
    assertEquals(List.of("ack 1", "ack 2", "ack 3", "ack 4"), connection.wrote());

    bench.receives(connection, "9", "10", "11", "12");
    assertTrue(bench.session.isOpen());
  }

  @Test
  void atMostEightPostsAreHeldOneMoreReleasesTheOldest() {
    bench.application.takesItsTime();
    List<Bench.Answer> answers = IntStream.range(0, 8).mapToObj(i -> bench.posts(1, "a")).toList();
    assertEquals("held", "" + answers.get(0));

    bench.posts(1, "a");

    assertEquals("200 0", "" + answers.get(0));
    assertEquals("held", "" + answers.get(1));
  }

  @Test
  void postsAreTakenWithNothingAttached() {
    bench.session.detach(connection);

    assertEquals("200 1", "" + bench.posts(1, "a"));
  }

  @Test
  void aPostThatClosesIsHandledFirst() {
    bench.application.takesItsTime();
    Bench.Answer answer = bench.posts(closing(1, "a"));
    assertTrue(bench.session.isOpen());

    bench.application.finishes();

    assertEquals("200 1", "" + answer);
    assertEquals(List.of("a", "closed 3000"), bench.application.told());
  }

  @Test
  void aPostThatClosesIsNotWaitedForLongerThanForAnyOther() {
    bench.application.takesItsTime();
    Bench.Answer answer = bench.posts(closing(1, "a"));

    bench.passes(25_100);

    assertEquals("200 0", "" + answer);
    assertEquals(3000, bench.closeCode());
  }

  @Test
  void aPostThatClosesButIsAheadDoesNeither() {
    assertEquals("AHEAD", "" + bench.posts(closing(2, "b")));
    assertTrue(bench.session.isOpen());
  }

  private static Post closing(long sequence, String message) {
    return new Post(
        OptionalLong.of(sequence),
        List.of(Payload.text(message)),
        OptionalLong.empty(),
        new ProtocolRecord.Close(3000, ""));
  }

  @Test
  void anEventSourcesPostsMoveTheWindowByTheirReplies() {
    Bench plain = Bench.of(Client.EVENT_SOURCE);
    plain.opensWith(FakeConnection.stream(plain.session));
    Post one =
        new Post(OptionalLong.empty(), List.of(Payload.text("x")), OptionalLong.empty(), null);

    for (int i = 1; i <= 30; i++) {
      assertEquals("200 " + i, "" + plain.posts(one));
    }
  }

  @Test
  void aWindowOfOneMessageNeverStandsStill() {
    Bench narrow = Bench.of(Terms.of(1, 1, 1, 1, Overflow.CLOSE));
    FakeConnection webSocket = narrow.opensWebSocket();

    for (int i = 1; i <= 5; i++) {
      narrow.receives(webSocket, "more than a byte");
      assertEquals(List.of("ack " + i), webSocket.wrote());
    }
    assertNull(narrow.session.closed().orElse(null));
  }
}
