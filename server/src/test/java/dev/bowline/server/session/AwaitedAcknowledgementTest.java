package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Clients acknowledge late; who waits for it has them asked by a ping behind the message. */
class AwaitedAcknowledgementTest {
  @Test
  void aMessageThatNobodyWaitsForIsNotAskedFor() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();

    bench.sends("a");
    bench.passes(10_000);
    assertEquals(List.of("a"), connection.wrote());
  }

  @Test
  void oneThatSomebodyWaitsForIsFollowedByAPing() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();

    bench.sends("a", "b");
    CompletableFuture<Boolean> acknowledged = bench.session.acknowledged();
    assertEquals(List.of("a", "b", "ping"), connection.wrote());
    assertFalse(acknowledged.isDone());
    bench.session.acknowledge(connection, 2);
    assertTrue(acknowledged.join());
    assertEquals(List.of(), connection.wrote());
  }

  @Test
  void aStreamIsAskedToo() {
    Bench bench = Bench.library();
    FakeConnection stream = bench.opensWith(FakeConnection.stream(bench.session));

    bench.sends("a");
    CompletableFuture<Boolean> acknowledged = bench.session.acknowledged();
    assertEquals(List.of("a", "ping"), stream.wrote());
    bench.postsAcknowledgement(1);
    assertTrue(acknowledged.join());
  }

  @Test
  void theNextPollTellsWithoutBeingAsked() {
    Bench bench = Bench.library();
    bench.opensWith(FakeConnection.openingPost(bench.session));
    bench.sends("a");
    CompletableFuture<Boolean> acknowledged = bench.session.acknowledged();

    FakeConnection first = FakeConnection.poll(bench.session);
    bench.attaches(first, 2, 0);
    assertEquals(List.of("a"), first.wrote());
    FakeConnection second = FakeConnection.poll(bench.session);
    bench.attaches(second, 3, 1);
    assertTrue(acknowledged.join());
    assertFalse(second.hasEnded(), "it is held");
  }

  @Test
  void whatIsWaitedForDuringARoundTripIsAskedForAfterIt() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();

    bench.sends("a");
    CompletableFuture<Boolean> first = bench.session.acknowledged();
    bench.sends("b");
    CompletableFuture<Boolean> second = bench.session.acknowledged();
    bench.sends("c");
    CompletableFuture<Boolean> third = bench.session.acknowledged();
    assertEquals(List.of("a", "ping", "b", "c"), connection.wrote());

    bench.session.acknowledge(connection, 1);
    assertTrue(first.join());
    assertEquals(List.of("ping"), connection.wrote());
    assertFalse(second.isDone());
    bench.session.acknowledge(connection, 3);
    assertTrue(second.join());
    assertTrue(third.join());
    assertEquals(List.of(), connection.wrote());
  }

  @Test
  void anAnswerThatBringsNothingNewStillGivesWayToTheNextQuestion() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();
    bench.sends("a");
    assertFalse(bench.session.acknowledged().isDone());
    bench.session.acknowledge(connection, 1);
    bench.sends("b");
    assertFalse(bench.session.acknowledged().isDone());
    connection.wrote();

    bench.sends("c");
    CompletableFuture<Boolean> acknowledged = bench.session.acknowledged();
    assertEquals(List.of("c"), connection.wrote());
    bench.session.acknowledge(connection, 1);
    assertEquals(List.of("ping"), connection.wrote());
    bench.session.acknowledge(connection, 3);
    assertTrue(acknowledged.join());
  }

  @Test
  void aClientThatHasNotHandledItYetIsNotAskedAgain() {
    Bench bench = Bench.library();
    FakeConnection connection = bench.opensWebSocket();
    bench.sends("a", "b");
    assertFalse(bench.session.acknowledged().isDone());
    connection.wrote();

    bench.session.acknowledge(connection, 0);
    bench.session.acknowledge(connection, 1);
    assertEquals(List.of(), connection.wrote());
  }

  @Test
  void anotherConnectionIsAskedAgain() {
    Bench bench = Bench.library();
    FakeConnection first = bench.opensWebSocket();
    bench.sends("a");
    CompletableFuture<Boolean> acknowledged = bench.session.acknowledged();
    bench.session.detach(first);

    FakeConnection second = FakeConnection.stream(bench.session);
    bench.attaches(second, 2, 0);
    assertEquals(List.of("session 1", "a", "ping"), second.wrote());
    bench.postsAcknowledgement(1);
    assertTrue(acknowledged.join());
  }
}
