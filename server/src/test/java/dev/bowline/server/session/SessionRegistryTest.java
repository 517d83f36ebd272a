package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.session.SessionTerms.Overflow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionRegistryTest {
  private final HandClock clock = new HandClock(0);
  private final List<LogicalSession> retired = new ArrayList<>();
  private final SessionRegistry registry =
      new SessionRegistry(
          Terms.overflowing(Overflow.CLOSE), 2, clock, Runnable::run, Runnable::run, retired::add);

  private @Nullable LogicalSession tryToOpen() {
    LogicalSession session =
        registry.create(Client.LIBRARY, Optional.of("ada"), new FakeApplication());
    if (session != null) {
      session.open(FakeConnection.webSocket(session));
    }
    return session;
  }

  private LogicalSession open() {
    return Objects.requireNonNull(tryToOpen());
  }

  private boolean isFound(LogicalSession session) {
    return registry.find(session.token()).isPresent();
  }

  private void passes(long time) {
    for (long step = 0; step < time; step += 100) {
      clock.passes(100);
      registry.tick(Runnable::run);
    }
  }

  @Test
  void aSessionIsFoundByItsTokenAndByNothingElse() {
    LogicalSession session = open();

    assertEquals(Optional.of(session), registry.find(session.token()));
    assertEquals(Optional.empty(), registry.find(session.id()));
    assertEquals(Optional.of("ada"), session.owner());
  }

  @Test
  void tokensAreLongUniqueAndFitForAPath() {
    Set<String> tokens = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      LogicalSession session = open();
      assertTrue(session.token().matches("[A-Za-z0-9_-]{22,}"), session.token());
      assertTrue(tokens.add(session.token()));
      session.close(CloseCode.NORMAL.close(""));
    }
  }

  @Test
  void moreSessionsThanAllowedAreNotMade() {
    open();
    LogicalSession second = open();
    assertNull(tryToOpen());
    assertEquals(2, registry.size());

    second.close(CloseCode.NORMAL.close(""));
    assertEquals(1, registry.size());
    assertNotNull(tryToOpen());
  }

  @Test
  void theArrayOfSessionsFollowsWhoComesAndGoesAndIsTheSameMeanwhile() {
    assertEquals(0, registry.snapshot().length);
    LogicalSession first = open();
    LogicalSession second = open();
    LogicalSession[] both = registry.snapshot();
    assertEquals(Set.of(first, second), Set.of(both));
    assertSame(both, registry.snapshot());

    first.close(CloseCode.NORMAL.close(""));
    passes(Terms.RESUME_TIMEOUT + 200);
    assertEquals(List.of(second), List.of(registry.snapshot()));
  }

  @Test
  void aSessionRetiresOnceHoweverOftenItIsClosed() {
    LogicalSession session = open();
    session.close(CloseCode.NORMAL.close(""));
    session.close(CloseCode.NORMAL.close(""));
    session.abort(CloseCode.EXPIRED.close(""));
    session.leave(CloseCode.RESTART.close(""));
    passes(10_000);

    assertEquals(List.of(session), retired);
    assertEquals(0, registry.size());
  }

  @Test
  void closedSessionsAreRememberedForAWhile() {
    LogicalSession session = open();
    session.close(CloseCode.NORMAL.close(""));

    passes(119_000);
    assertTrue(isFound(session));
    passes(1_200);
    assertTrue(registry.sessions().isEmpty());
  }

  @Test
  void noMoreClosedSessionsAreRememberedThanMayBeLive() {
    List<LogicalSession> sessions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      LogicalSession session = open();
      session.close(CloseCode.NORMAL.close(""));
      sessions.add(session);
    }

    assertEquals(
        List.of(true, true, false, false, false), sessions.stream().map(this::isFound).toList());
  }

  @Test
  void forgettingMakesRoomToRemember() {
    for (int round = 0; round < 3; round++) {
      List<LogicalSession> sessions = List.of(open(), open());
      sessions.forEach(session -> session.close(CloseCode.NORMAL.close("")));
      assertTrue(sessions.stream().allMatch(this::isFound), "round " + round);
      passes(121_000);
      assertTrue(sessions.stream().noneMatch(this::isFound), "round " + round);
    }
  }
}
