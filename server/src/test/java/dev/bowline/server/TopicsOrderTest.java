package dev.bowline.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.TopicsBench.Guest;
import dev.bowline.server.topic.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Threads that publish and send, and threads that subscribe and unsubscribe, all at once. Each
 * message is a number of its own, and when its call began and returned is written down. Afterwards
 * what each client heard is read as a client would.
 */
@Timeout(120)
class TopicsOrderTest {
  private static final int TOPICS = 3;
  private static final int GUESTS = 6;
  private static final int PUBLISHERS = 3;
  private static final int CALLS = 800;
  private static final Pattern SAID =
      Pattern.compile("\u0001(?:(\\d+) (t\\d)\u0002(\\d+)|(subscribed|unsubscribed) (\\{.*))");
  private static final Pattern SUBSCRIBED =
      Pattern.compile("\\{\"topic\":\"(t\\d)\",\"epoch\":\"\\w+\",\"next\":(\\d+),.*:(\\w+)}");

  private final ExecutorService threads = Executors.newFixedThreadPool(12);
  private final TopicsBench bench =
      new TopicsBench(
          Channel.builder()
              .sendWindow(1 << 16, 1L << 30)
              .topics(it -> it.ahead(32, 10_000).history(64, 100_000, Duration.ofHours(1))),
          threads);
  private final AtomicLong ticks = new AtomicLong();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicLongArray began = new AtomicLongArray(PUBLISHERS * CALLS);
  private final AtomicLongArray returned = new AtomicLongArray(PUBLISHERS * CALLS);

  /** Who was sent a message directly; the name of the topic it was published to. */
  private final Map<Integer, Object> receivers = new ConcurrentHashMap<>();

  /** What each number of each topic was, whoever heard it. */
  private final Map<String, Integer> contents = new HashMap<>();

  private final List<Guest> guests = new ArrayList<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void everySessionGetsAllOfItsTopicsOnceAndInTheOrderOfTheCalls() throws Exception {
    for (int i = 0; i < GUESTS; i++) {
      guests.add(bench.opens());
    }
    Guest witness = guests.get(0);
    for (int i = 0; i < TOPICS; i++) {
      assertTrue(bench.topic("t" + i).subscribe(witness.session()));
    }
    List<Callable<Void>> together = new ArrayList<>();
    AtomicInteger publishing = new AtomicInteger(PUBLISHERS);
    for (int i = 0; i < PUBLISHERS; i++) {
      Random random = new Random(i);
      together.add(
          () -> {
            publishesAndSends(random);
            publishing.decrementAndGet();
            return null;
          });
    }
    for (int i = 0; i < 2; i++) {
      Random random = new Random(100 + i);
      together.add(
          () -> {
            while (publishing.get() > 0) {
              subscribesOrUnsubscribes(random);
            }
            return null;
          });
    }
    List<Future<Void>> running = new ArrayList<>();
    for (Callable<Void> task : together) {
      running.add(threads.submit(task));
    }
    for (Future<Void> task : running) {
      task.get(100, TimeUnit.SECONDS);
    }
    settles();

    for (Guest guest : guests) {
      Reading reading = new Reading(guest);
      guest.connection().heard().forEach(reading::reads);
      reading.ends();
    }
    long published = receivers.values().stream().filter(String.class::isInstance).count();
    assertEquals(published, contents.size(), "the witness has heard all");
  }

  private void publishesAndSends(Random random) throws Exception {
    for (int i = 0; i < CALLS; i++) {
      int id = ids.getAndIncrement();
      String text = Integer.toString(id);
      began.set(id, ticks.getAndIncrement());
      if (random.nextInt(4) == 0) {
        Guest guest = guests.get(random.nextInt(GUESTS));
        receivers.put(id, guest);
        guest.session().send(text);
      } else {
        Topic topic = bench.topic("t" + random.nextInt(TOPICS));
        receivers.put(id, topic.name());
        while (!topic.publish(text)) {
          topic.ready().toCompletableFuture().get(50, TimeUnit.SECONDS);
          began.set(id, ticks.getAndIncrement());
        }
      }
      returned.set(id, ticks.getAndIncrement());
    }
  }

  private void subscribesOrUnsubscribes(Random random) {
    Guest guest = guests.get(1 + random.nextInt(GUESTS - 1));
    Topic topic = bench.topic("t" + random.nextInt(TOPICS));
    switch (random.nextInt(3)) {
      case 0 -> {
        boolean unused = topic.unsubscribe(guest.session());
      }
      case 1 -> assertTrue(topic.subscribe(guest.session()));
      default -> {
        Position last = Position.parse(topic.position());
        long back = Math.max(0, last.number() - random.nextInt(100));
        Position since = new Position(last.epoch(), back);
        Replay unused = topic.subscribe(guest.session(), since.toString());
      }
    }
  }

  /** Everything has been acknowledged. */
  private void settles() throws Exception {
    for (Guest guest : guests) {
      Void unused = guest.session().acknowledged().toCompletableFuture().get(50, TimeUnit.SECONDS);
    }
  }

  /** Reads what one client heard. */
  private final class Reading {
    private final Guest guest;
    private final Map<String, Long> next = new HashMap<>();
    private long direct;
    private long latestBeginning = -1;

    Reading(Guest guest) {
      this.guest = guest;
    }

    void reads(String heard) {
      Matcher said = SAID.matcher(heard);
      if (!said.matches()) {
        int id = Integer.parseInt(heard);
        assertEquals(guest, receivers.get(id));
        direct++;
        follows(id);
      } else if (said.group(4) == null) {
        reads(said.group(2), Long.parseLong(said.group(1)), Integer.parseInt(said.group(3)));
      } else if (said.group(4).equals("unsubscribed")) {
        next.remove(said.group(5).replaceAll(".*:\"(t\\d)\".*", "$1"));
      } else {
        Matcher subscribed = SUBSCRIBED.matcher(said.group(5));
        assertTrue(subscribed.matches(), heard);
        next.put(subscribed.group(1), Long.parseLong(subscribed.group(2)));
      }
    }

    private void reads(String topic, long number, int id) {
      assertEquals(next.put(topic, number + 1), number, "the next of " + topic);
      assertEquals(topic, receivers.get(id));
      Integer known = contents.putIfAbsent(topic + "." + number, id);
      assertTrue(known == null || known == id, "the same for all");
      if (guest.equals(guests.get(0))) {
        // The others go back to what is older than what they heard.
        follows(id);
      }
    }

    /** No call that came back before another began is heard after that. */
    private void follows(int id) {
      assertTrue(returned.get(id) > latestBeginning, "heard before what was called before it");
      latestBeginning = Math.max(latestBeginning, began.get(id));
    }

    void ends() {
      assertEquals(direct, receivers.values().stream().filter(guest::equals).count());
    }
  }
}
