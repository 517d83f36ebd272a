package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How a session ends, who is told, and what is still delivered. */
class ClosingTest {
  private final Bench bench = Bench.library();
  private final FakeConnection connection = bench.opensWebSocket();

  @Test
  void theApplicationsCloseComesAfterWhatItSentBefore() {
    connection.stalls();
    bench.sends("a", "b");
    bench.closes();

    assertEquals(List.of("a", "b", "close 1000"), connection.goesOn().wrote());
    assertTrue(connection.hasEnded());
    assertEquals(List.of(), bench.application.told(), "it is not over before it is acknowledged");

    bench.session.acknowledge(connection, 2);
    assertEquals(List.of("closed 1000"), bench.application.told());
  }

  @Test
  void aCloseWithNothingPendingIsDoneAtOnce() {
    bench.closes();

    assertEquals(List.of("close 1000"), connection.wrote());
    assertEquals(List.of("closed 1000"), bench.application.told());
    assertEquals(List.of(bench.session), bench.retired);
  }

  @Test
  void aDrainGoesOnOverAsManyConnectionsAsItTakes() {
    bench.sends("a", "b");
    bench.session.detach(connection);
    bench.closes();

    FakeConnection poll = FakeConnection.poll(bench.session);
    assertNull(bench.attaches(poll, 2, 0));
    assertEquals(List.of("a", "b", "close 1000"), poll.wrote());
    FakeConnection stream = FakeConnection.stream(bench.session);
    assertNull(bench.attaches(stream, 3, 1));
    assertEquals(List.of("session 2", "b", "close 1000"), stream.wrote());
    assertTrue(bench.session.closed().isEmpty());

    FakeConnection last = FakeConnection.poll(bench.session);
    assertNull(bench.attaches(last, 4, 2));
    assertEquals(List.of("close 1000"), last.wrote());
    assertEquals(1000, bench.closeCode());
    assertEquals(Refusal.CLOSED, bench.attaches(FakeConnection.poll(bench.session), 5, 2));
  }

  @Test
  void whileADrainGoesOnNothingIsTakenButAcknowledgementsCount() {
    bench.sends("a");
    bench.closes();

    bench.receives(connection, "u");
    assertEquals("CLOSED", "" + bench.posts(1, "u"));
    assertEquals(LogicalSession.Appended.CLOSED, bench.sends("b"));
    assertFalse(bench.session.isOpen());
    assertEquals("CLOSED", "" + bench.postsAcknowledgement(1));

    assertEquals(1000, bench.closeCode());
    assertEquals(List.of("closed 1000"), bench.application.told());
  }

  @Test
  void heldPostsAreToldOfTheClose() {
    bench.application.takesItsTime();
    Bench.Answer answer = bench.posts(1, "u", "v");

    bench.closes();

    assertEquals("410 1000", "" + answer);
    bench.application.finishes();
    assertEquals(List.of("u", "closed 1000"), bench.application.told());
  }

  @Test
  void aCloseByTheClientDropsWhatItHadNotReceivedButWhatItSentIsHandled() {
    connection.stalls();
    bench.sends("a");
    bench.application.takesItsTime();
    bench.receives(connection, "u", "v");

    bench.session.closedByClient(connection, CloseCode.NORMAL.close("bye"));

    assertEquals(0, bench.session.pendingMessages());
    bench.application.finishes();
    bench.application.finishes();
    assertEquals(List.of("u", "v", "closed 1000"), bench.application.told());
  }

  @Test
  void aCloseByTheServerDropsEverythingAndTellsNothingButTheClose() {
    connection.stalls();
    bench.sends("a", "b");

    bench.session.abort(CloseCode.TOO_BIG.close(""));

    assertEquals(List.of("close 1009"), connection.goesOn().wrote());
    assertEquals(List.of("closed 1009"), bench.application.told());
  }

  @Test
  void whatWasDroppedByTheCloseCannotBeAcknowledgedAfterIt() {
    bench.sends("a", "b");
    connection.stalls();
    bench.session.abort(CloseCode.TOO_BIG.close(""));

    bench.session.acknowledge(connection, 2);

    assertFalse(bench.session.acknowledged().join());
  }

  @Test
  void theFirstCloseWins() {
    bench.sends("a");
    bench.closes();
    bench.session.closedByRequest(CloseCode.GOING_AWAY.close(""));
    bench.session.abort(CloseCode.TOO_BIG.close(""));

    assertEquals(1000, bench.closeCode());
    assertEquals(List.of("closed 1000"), bench.application.told());
    assertEquals(1, bench.retired.size());
  }

  @Test
  void anApplicationThatThrowsClosesWith1011() {
    bench.application.reacts(
        message -> {
          throw new IllegalStateException("on purpose");
        });

    bench.receives(connection, "u");

    assertEquals(List.of("u", "failed", "closed 1011"), bench.application.told());
    assertEquals(List.of("close 1011"), connection.wrote());
  }

  @Test
  void anApplicationWhoseStageFailsClosesWith1011AndGetsNoMore() {
    bench.application.takesItsTime();
    bench.receives(connection, "u", "v");

    bench.application.failsWithIt();

    assertEquals(List.of("u", "failed", "closed 1011"), bench.application.told());
  }

  @Test
  void anApplicationThatFailsAfterTheClientsCloseGetsNoMoreEither() {
    bench.application.takesItsTime();
    bench.receives(connection, "u", "v");
    bench.session.closedByClient(connection, CloseCode.NORMAL.close("bye"));

    bench.application.failsWithIt();

    assertEquals(List.of("u", "failed", "closed 1000"), bench.application.told());
  }

  @Test
  void aServerThatLeavesDoesNotSayThatTheSessionIsOver() {
    bench.session.leave(CloseCode.RESTART.close(""));

    assertEquals(List.of("error 1012"), connection.wrote());
    assertEquals(List.of("closed 1012"), bench.application.told());
  }

  @Test
  void aServerThatLeavesSaysOfHeldPostsWhatHasBeenHandled() {
    bench.application.takesItsTime();
    Bench.Answer first = bench.posts(1, "a", "b");
    bench.application.finishes();

    bench.session.leave(CloseCode.RESTART.close(""));

    assertEquals("200 1", first.toString());
  }

  @Test
  void aReconnectIsAsked() {
    bench.session.askToReconnect(500);

    assertEquals(List.of("reconnect 500"), connection.wrote());
    assertFalse(connection.hasEnded());
  }
}
