package dev.bowline.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.TopicsBench.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a channel that holds senders, a subscriber without room holds the publisher. */
@Timeout(60)
class HeldPublisherTest {
  private static final int MESSAGES = 12;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final TopicsBench bench =
      new TopicsBench(
          Channel.builder()
              .slowClient(SlowClient.HOLD)
              .sendWindow(4, 10_000)
              .topics(topics -> topics.ahead(2, 5_000)),
          threads);
  private final Topic topic = bench.topic("t");
  private final Guest slow = bench.opens();
  private final Guest quick = bench.opens();
  private final List<String> quickHeard = new ArrayList<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private void publishesAll() {
    for (int i = 0; i < MESSAGES; i++) {
      while (!topic.publish("m" + i)) {
        topic.ready().toCompletableFuture().join();
      }
    }
  }

  private Future<?> startsPublishing() {
    slow.connection().acknowledgesNothing();
    assertTrue(topic.subscribe(slow.session()));
    assertTrue(topic.subscribe(quick.session()));
    Future<?> publishing = threads.submit(this::publishesAll);
    // One place in the window is taken by the word of the subscription, so the fourth is held.
    awaits("m3");
    return publishing;
  }

  /** The quick one has heard this. */
  private void awaits(String message) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(50);
    while (quickHeard.stream().noneMatch(text -> text.endsWith(message))) {
      assertTrue(System.nanoTime() < deadline, () -> "not heard: " + message);
      quickHeard.addAll(quick.connection().heard());
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static List<String> contents(List<String> heard) {
    return heard.stream().skip(1).map(text -> text.replaceFirst("^.*\u0002", "")).toList();
  }

  @Test
  void itGoesOnWhenThereIsRoomAndNobodyMissesAnything() throws Exception {
    Future<?> publishing = startsPublishing();
    assertFalse(publishing.isDone());
    slow.connection().acknowledgesAll();
    publishing.get(50, TimeUnit.SECONDS);
    awaits("m" + (MESSAGES - 1));
    Void unused = slow.session().acknowledged().toCompletableFuture().get(50, TimeUnit.SECONDS);

    List<String> all = IntStream.range(0, MESSAGES).mapToObj(i -> "m" + i).toList();
    assertEquals(all, contents(quickHeard));
    assertEquals(all, contents(slow.connection().heard()));
  }

  @Test
  void ifItIsInterruptedTheSessionThatHeldItIsClosedAndNobodyElseMissesAnything() throws Exception {
    slow.connection().acknowledgesNothing();
    assertTrue(topic.subscribe(slow.session()));
    assertTrue(topic.subscribe(quick.session()));
    Thread publisher = new Thread(this::publishesAll);
    publisher.start();
    awaits("m3");
    publisher.interrupt();
    publisher.join();
    awaits("m" + (MESSAGES - 1));

    assertFalse(slow.session().isOpen());
    assertEquals(1, topic.subscribers());
    assertEquals(MESSAGES, contents(quickHeard).size());
  }
}
