package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.session.LogicalSession.Appended;
import dev.bowline.server.session.SessionTerms.Overflow;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of a message for which there is no room, and what the sender learns. */
class OverflowTest {
  @Test
  void aSlowConsumerIsClosedWith4429AndGetsNothingMore() {
    Bench bench = Bench.overflowing(Overflow.CLOSE);
    FakeConnection connection = bench.opensWebSocket().stalls();

    assertEquals(Appended.TAKEN, bench.sends("a", "b", "c", "d"));
    assertEquals(Appended.CLOSED, bench.sends("e"));

    assertEquals(4429, bench.closeCode());
    assertEquals(0, bench.session.pendingMessages());
    assertEquals(List.of("closed 4429"), bench.application.told());
    assertEquals(List.of("close 4429"), connection.goesOn().wrote());
  }

  @Test
  void theOldestAreDroppedAndTheClientIsTold() {
    Bench bench = Bench.overflowing(Overflow.DROP_OLDEST);
    FakeConnection connection = bench.opensWebSocket().stalls();

    bench.sends("a", "b", "c", "d", "e", "f");

    assertEquals(4, bench.session.pendingMessages());
    assertEquals(List.of("gap 1-2", "c", "d", "e", "f"), connection.goesOn().wrote());
  }

  @Test
  void aGapIsToldAgainIfTheConnectionDies() {
    Bench bench = Bench.overflowing(Overflow.DROP_OLDEST);
    FakeConnection connection = bench.opensWebSocket().stalls();
    bench.sends("a", "b", "c", "d", "e");
    connection.goesOn();

    FakeConnection next = FakeConnection.stream(bench.session);
    assertNull(bench.attaches(next, 2, 0));

    assertEquals(List.of("session 1", "gap 1-1", "b", "c", "d", "e"), next.wrote());
    assertEquals("200 0", "" + bench.postsAcknowledgement(1));
    FakeConnection third = FakeConnection.stream(bench.session);
    assertNull(bench.attaches(third, 3, 1));
    assertEquals(List.of("session 2", "b", "c", "d", "e"), third.wrote());
  }

  @Test
  void aHeldSenderIsToldWhenThereIsRoom() {
    Bench bench = Bench.overflowing(Overflow.HOLD);
    FakeConnection connection = bench.opensWebSocket();
    assertEquals(Appended.NO_ROOM, bench.sends("a", "b", "c", "d", "e"));
    CompletableFuture<Boolean> room = bench.session.room();
    assertFalse(room.isDone());

    bench.session.acknowledge(connection, 1);

    assertTrue(room.join());
    assertEquals(Appended.TAKEN, bench.sends("e"));
    assertEquals(List.of("a", "b", "c", "d", "e"), connection.wrote());
  }

  @Test
  void aHeldSenderIsToldWhenTheSessionIsOver() {
    Bench bench = Bench.overflowing(Overflow.HOLD);
    bench.opensWebSocket();
    assertEquals(Appended.NO_ROOM, bench.sends("a", "b", "c", "d", "e"));
    CompletableFuture<Boolean> room = bench.session.room();

    bench.session.abort(CloseCode.EXPIRED.close(""));

    assertFalse(room.join());
    assertFalse(bench.session.room().join());
  }

  @Test
  void aPlainEventSourceNeverAcknowledgesSoItsWindowMovesOn() {
    Bench bench = Bench.of(Client.EVENT_SOURCE);
    FakeConnection stream = bench.opensWith(FakeConnection.stream(bench.session));

    bench.sends("a", "b", "c", "d", "e", "f");

    assertEquals(List.of("a", "b", "c", "d", "e", "f"), stream.wrote());
    assertEquals(4, bench.session.pendingMessages());
    FakeConnection next = FakeConnection.stream(bench.session);
    assertNull(bench.attaches(next, 2, 1));
    assertEquals(List.of("session 2", "gap 2-2", "c", "d", "e", "f"), next.wrote());
  }

  @Test
  void theSenderLearnsWhenEverythingIsAcknowledged() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();
    assertTrue(bench.session.acknowledged().join(), "nothing was sent");
    bench.sends("a", "b");
    CompletableFuture<Boolean> both = bench.session.acknowledged();
    bench.sends("c");

    bench.session.acknowledge(connection, 1);
    assertFalse(both.isDone());
    bench.session.acknowledge(connection, 2);
    assertTrue(both.join());
    assertFalse(bench.session.acknowledged().isDone());
  }

  @Test
  void theSenderLearnsWhenThatCanNoLongerBe() {
    Bench bench = Bench.library();
    bench.opensWebSocket();
    bench.sends("a");
    CompletableFuture<Boolean> acknowledged = bench.session.acknowledged();

    bench.session.abort(CloseCode.EXPIRED.close(""));

    assertFalse(acknowledged.join());
    assertFalse(bench.session.acknowledged().join());
  }
}
