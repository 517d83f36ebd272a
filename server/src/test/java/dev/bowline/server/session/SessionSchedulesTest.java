package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two or three threads on one session, in every order in which they can take turns. {@link
 * SessionStressTest} does the same with thousands of messages and leaves the order to chance.
 */
@Timeout(300)
class SessionSchedulesTest {
  private String tried = "did not hold";

  /** Not in the tests themselves: {@link PlantedRacesTest} calls those for what they find. */
  @AfterEach
  void saysWhatWasTried() {
    System.out.println(tried);
  }

  @Test
  void whatTwoThreadsSendIsWrittenOnceWhileAnotherConnectionAttaches() {
    tries(
        "two senders and an attach",
        session ->
            new Threads(session) {
              private final LineInTurns next = session.line();

              @Override
              public List<Runnable> threads() {
                session.opened();
                return List.of(
                    () -> session.sends("a"),
                    () -> session.sends("b"),
                    () -> session.session().attach(next, OptionalLong.of(2), 0));
              }

              @Override
              public void holds() {
                List<String> written = new ArrayList<>(next.written());
                written.sort(null);
                assertEquals(List.of("a", "b"), written);
                assertEquals(2, session.session().pendingMessages());
              }
            });
  }

  @Test
  void anAcknowledgementThatMeetsAnAttachReleasesWhatEitherSays() {
    tries(
        "acknowledgement, attach and send",
        session ->
            new Threads(session) {
              private final LineInTurns next = session.line();
              private @Nullable CompletableFuture<Boolean> first;

              @Override
              public List<Runnable> threads() {
                LineInTurns line = session.opened();
                session.sends("a");
                first = session.session().acknowledged();
                return List.of(
                    () -> session.session().acknowledge(line, 1),
                    () -> session.sends("b"),
                    () -> session.session().attach(next, OptionalLong.of(2), 1));
              }

              @Override
              public void holds() {
                assertEquals(List.of("b"), next.written());
                assertTrue(first != null && first.isDone());
                assertEquals(1, session.session().pendingMessages());
              }
            });
  }

  @Test
  void whatComesByTwoWaysIsHandledOnceAndEachPostIsAnsweredOnce() {
    tries(
        "a WebSocket and a post",
        session ->
            new Threads(session) {
              private SessionInTurns.@Nullable Answer answer;

              @Override
              public List<Runnable> threads() {
                LineInTurns line = session.opened();
                return List.of(
                    () -> session.session().receive(line, 1, Payload.text("x")),
                    () -> answer = session.posts(1, "x", "y"));
              }

              @Override
              public void holds() {
                assertEquals(List.of("opened", "x", "y"), session.application().told());
                assertFalse(session.application().met());
                assertTrue(answer != null && answer.given() == 1 && answer.handled() == 2);
              }
            });
  }

  @Test
  void aPostThatIsDueWhileItsMessageIsFinishedIsAnsweredOnce() {
    tries(
        "a held post and its timer",
        session ->
            new Threads(session) {
              private SessionInTurns.@Nullable Answer answer;

              @Override
              public List<Runnable> threads() {
                CompletableFuture<Void> slow = new CompletableFuture<>();
                session.application().takesItsTime(slow);
                session.opened();
                answer = session.posts(1, "x");
                session.passes(Terms.POLL_HOLD);
                return List.of(() -> slow.complete(null), session.session()::look);
              }

              @Override
              public void holds() {
                assertTrue(answer != null && answer.given() == 1);
                assertTrue(session.session().keepsUp());
              }
            });
  }

  @Test
  void aMessageThatIsFinishedElsewhereHoldsUpTheNextAndNoLonger() {
    tries(
        "a slow message",
        session ->
            new Threads(session) {
              private final CompletableFuture<Void> slow = new CompletableFuture<>();

              @Override
              public List<Runnable> threads() {
                LineInTurns line = session.opened();
                session.application().takesItsTime(slow);
                return List.of(
                    () -> slow.complete(null),
                    () -> session.session().receive(line, 1, Payload.text("x")),
                    () -> session.posts(1, "x", "y"));
              }

              @Override
              public void holds() {
                assertEquals(List.of("opened", "x", "y"), session.application().told());
                assertFalse(session.application().met());
                assertTrue(session.session().keepsUp());
              }
            });
  }

  @Test
  void whoeverClosesFirstTheApplicationIsToldOnceAndLast() {
    tries(
        "two closes and a message",
        session ->
            new Threads(session) {
              @Override
              public List<Runnable> threads() {
                LineInTurns line = session.opened();
                return List.of(
                    () -> session.session().abort(new ProtocolRecord.Close(3001, "")),
                    () -> session.session().receive(line, 1, Payload.text("x")),
                    () ->
                        session.session().closedByClient(line, new ProtocolRecord.Close(3002, "")));
              }

              @Override
              public void holds() {
                int code = session.session().closed().orElseThrow().code();
                List<String> told = new ArrayList<>(session.application().told());
                told.remove("x");
                assertEquals(List.of("opened", "closed " + code), told);
                assertFalse(session.application().met());
                assertEquals(1, session.retired());
              }
            });
  }

  @Test
  void aSessionThatExpiresIsNotAttachedAndOneThatIsAttachedDoesNotExpire() {
    tries(
        "a timer and an attach",
        session ->
            new Threads(session) {
              private final LineInTurns next = session.line();
              private @Nullable Refusal refusal;

              @Override
              public List<Runnable> threads() {
                session.session().detach(session.opened());
                session.passes(Terms.RESUME_TIMEOUT);
                return List.of(
                    session.session()::look,
                    () -> refusal = session.session().attach(next, OptionalLong.of(2), 0),
                    () -> session.sends("a"));
              }

              @Override
              public void holds() {
                boolean attached = refusal == null;
                assertEquals(attached, session.session().isOpen());
                assertEquals(attached, session.session().isAttached(next));
                assertEquals(attached ? List.of("a") : List.of(), next.written());
                assertEquals(attached ? 0 : 1, session.retired());
              }
            });
  }

  private void tries(String name, Function<SessionInTurns, Threads> scenario) {
    tried = Schedules.of(name, schedules -> scenario.apply(new SessionInTurns(schedules)));
  }

  private abstract static class Threads implements Schedules.Scenario {
    final SessionInTurns session;

    Threads(SessionInTurns session) {
      this.session = session;
    }
  }
}
