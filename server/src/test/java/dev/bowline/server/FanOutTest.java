package dev.bowline.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.session.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Passes over an audience, with an executor that runs a task when the test says so. */
@Timeout(60)
class FanOutTest {
  private static final Window AHEAD = new Window(3, 100);

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final Audience audience = new Audience(200);
  private final FanOut fanOut = new FanOut(tasks::add, 2, AHEAD, audience::sessions);

  /** It is logged, and should not fill the log. */
  private static final class OnPurpose extends RuntimeException {
    OnPurpose() {
      super("on purpose", null, false, false);
    }
  }

  private void publish(String text) {
    audience.append(text);
    fanOut.published(text.length());
    fanOut.cover();
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  @Test
  void nobodyIsWokenInThePublishersThread() {
    publish("one");

    assertEquals(1, audience.connections().get(0).wakes(), "only when it was opened");
    assertEquals(2, tasks.size(), "one task for each core");
  }

  @Test
  void everybodyIsWokenOnce() {
    publish("one");
    runAll();

    for (HearingConnection connection : audience.connections()) {
      assertEquals(List.of("one"), connection.heard());
      assertEquals(2, connection.wakes(), "when it was opened, and now");
    }
  }

  @Test
  void oneThreadDoesItAllIfTheOtherIsLate() {
    publish("one");
    Runnable first = tasks.remove();
    Runnable late = tasks.remove();
    first.run();
    assertTrue(fanOut.room().isDone(), "the pass has ended without the other");
    late.run();

    assertEquals(2, audience.connections().get(199).wakes());
    assertTrue(tasks.isEmpty());
  }

  @Test
  void whatIsPublishedDuringAPassGoesTogetherInTheNext() {
    publish("one");
    audience
        .connections()
        .get(150)
        .whenWoken(
            () -> {
              audience.connections().get(150).whenWoken(() -> {});
              publish("two");
              publish("three");
              assertEquals(1, tasks.size(), "no pass of their own");
            });
    tasks.remove().run();
    runAll();

    for (HearingConnection connection : audience.connections()) {
      assertEquals(List.of("one", "two", "three"), connection.heard());
      assertEquals(3, connection.wakes());
    }
  }

  @Test
  void aPublisherIsAheadUntilAPassThatBeganLaterHasEnded() {
    for (String text : List.of("one", "two", "three")) {
      assertTrue(fanOut.hasRoom(text.length()));
      publish(text);
    }
    assertFalse(fanOut.hasRoom(1));
    CompletableFuture<Void> room = fanOut.room();

    tasks.remove().run();
    assertTrue(fanOut.hasRoom(1), "the first pass covers the first message only");
    publish("four");
    assertFalse(fanOut.hasRoom(1));
    assertFalse(room.isDone(), "it is told by a task of its own");
    runAll();

    assertTrue(room.isDone());
    assertTrue(fanOut.hasRoom(1));
    assertTrue(fanOut.room().isDone());
  }

  @Test
  void bytesCountToo() {
    assertTrue(fanOut.hasRoom(1000), "any one message");
    publish("x".repeat(60));
    assertTrue(fanOut.hasRoom(40));
    assertFalse(fanOut.hasRoom(41));
  }

  @Test
  void whoJoinsDuringAPassIsWokenByTheNext() {
    publish("one");
    HearingConnection late = audience.joins();
    publish("two");
    runAll();

    assertEquals(List.of("two"), late.heard());
  }

  @Test
  void withoutAnAudienceNothingIsAhead() {
    FanOut alone = new FanOut(tasks::add, 2, AHEAD, new Audience(0)::sessions);
    alone.published(5);
    alone.cover();

    assertTrue(alone.room().isDone());
    assertTrue(tasks.isEmpty());
  }

  @Test
  void oneThatFailsKeepsNobodyElseFromBeingWoken() {
    audience
        .connections()
        .get(0)
        .whenWoken(
            () -> {
              throw new OnPurpose();
            });
    publish("one");
    runAll();

    assertEquals(199, audience.connections().stream().filter(it -> it.heard().size() == 1).count());
    assertTrue(fanOut.room().isDone());
  }

  @Test
  void anExecutorThatTakesNoMoreLosesNoWake() {
    FanOut refused =
        new FanOut(
            task -> {
              throw new RejectedExecutionException("on purpose");
            },
            2,
            AHEAD,
            audience::sessions);
    audience.append("one");
    refused.published(3);
    refused.cover();

    assertEquals(List.of("one"), audience.connections().get(199).heard());
    assertTrue(refused.room().isDone());
  }

  /** Many publishers, real threads: whatever meets, nobody is left with a message and no wake. */
  @Test
  void underManyThreadsNoWakeIsLost() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      Window any = new Window(Integer.MAX_VALUE, Long.MAX_VALUE);
      FanOut shared = new FanOut(threads, 3, any, audience::sessions);
      List<Future<?>> publishers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        publishers.add(
            threads.submit(
                () -> {
                  for (int j = 0; j < 300; j++) {
                    audience.append("m");
                    shared.published(1);
                    shared.cover();
                  }
                }));
      }
      for (Future<?> publisher : publishers) {
        publisher.get(50, TimeUnit.SECONDS);
      }
      while (!shared.room().isDone()) {
        shared.room().get(50, TimeUnit.SECONDS);
      }
      for (HearingConnection connection : audience.connections()) {
        assertEquals(900, connection.heard().size());
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
