package dev.bowline.server.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.wire.MalformedException;
import dev.bowline.server.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicLogTest {
  private static final long LONG_AGO = 1_000;

  private static TopicLog log(Retention retention, String... messages) {
    TopicLog log = new TopicLog("e", retention);
    for (String message : messages) {
      log.append(Payload.text(message), LONG_AGO);
    }
    return log;
  }

  /** Number, completeness and what is kept, in one line. */
  private static String since(TopicLog log, String position, long now) {
    TopicLog.Rest rest = log.since(Optional.of(Position.parse(position)), now);
    return rest.next()
        + (rest.complete() ? " complete " : " incomplete ")
        + rest.kept().stream().map(Payload::text).toList();
  }

  private static String since(TopicLog log, String position) {
    return since(log, position, LONG_AGO);
  }

  @Test
  void theNewestAreKeptByCount() {
    TopicLog log = log(new Retention(2, 100, 100), "a", "b", "c", "d");

    assertEquals("3 incomplete [c, d]", since(log, "e.0"));
    assertEquals("3 incomplete [c, d]", since(log, "e.1"));
    assertEquals("3 complete [c, d]", since(log, "e.2"));
    assertEquals("4 complete [d]", since(log, "e.3"));
    assertEquals("5 complete []", since(log, "e.4"));
  }

  @Test
  void theNewestAreKeptByBytes() {
    Retention fiveBytes = new Retention(100, 5, 100);

    assertEquals("2 complete [bb, cc]", since(log(fiveBytes, "aa", "bb", "cc"), "e.1"));
    assertEquals("2 incomplete [bbb, cc]", since(log(fiveBytes, "aaa", "bbb", "cc"), "e.0"));
    assertEquals(
        "3 incomplete []", since(log(fiveBytes, "a", "larger than all"), "e.0"), "none of both");
  }

  @Test
  void theNewestAreKeptByAge() {
    TopicLog log = log(new Retention(100, 100, 10), "a");
    log.append(Payload.text("b"), LONG_AGO + 5);

    assertEquals("1 complete [a, b]", since(log, "e.0", LONG_AGO + 9));
    assertEquals("2 incomplete [b]", since(log, "e.0", LONG_AGO + 10));
    assertEquals("3 incomplete []", since(log, "e.1", LONG_AGO + 15));
    assertEquals("3 complete []", since(log, "e.2", LONG_AGO + 15));
    assertTrue(log.isEmpty());
  }

  @Test
  void withoutAHistoryOnlyTheNewestPositionIsComplete() {
    TopicLog log = log(Retention.NONE, "a", "b");

    assertEquals("3 complete []", since(log, "e.2"));
    assertEquals("3 incomplete []", since(log, "e.1"));
    assertTrue(log.isEmpty());
  }

  @Test
  void aNewTopicIsCompleteFromItsBeginning() {
    assertEquals("1 complete []", since(log(Retention.NONE), "e.0"));
  }

  @Test
  void aPositionThatIsStillToComeIsNotComplete() {
    assertEquals("2 incomplete []", since(log(new Retention(9, 99, 99), "a"), "e.2"));
  }

  @Test
  void aPositionOfAnotherLifeIsNotComplete() {
    assertEquals("1 incomplete [a]", since(log(new Retention(9, 99, 99), "a"), "other.1"));
    assertEquals("2 incomplete []", since(log(Retention.NONE, "a"), "other.1"));
    assertEquals("1 incomplete []", since(log(Retention.NONE), "other.0"));
  }

  @Test
  void withoutAPositionNothingIsRepeated() {
    TopicLog log = log(new Retention(9, 99, 99), "a", "b");

    assertEquals(new TopicLog.Rest(3, true, List.of()), log.since(Optional.empty(), LONG_AGO));
  }

  @Test
  void positionsAreReadAsTheyAreWritten() {
    assertEquals(new Position("e", 0), Position.parse("e.0"));
    assertEquals(new Position("a.b", 12), Position.parse("a.b.12"));
    assertEquals("e.7", new Position("e", 7).toString());
    for (String wrong :
        List.of("", "e", ".1", "e.", "e.-1", "e.01", "e.9007199254740992", "x".repeat(65) + ".1")) {
      assertThrows(MalformedException.class, () -> Position.parse(wrong), wrong);
    }
  }

  /** The same histories told to the log and to a list of all that ever was. */
  @Test
  void itAnswersLikeOneThatForgetsNothing() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Retention retention =
          new Retention(random.nextInt(6), random.nextInt(30), 1 + random.nextInt(20));
      TopicLog log = new TopicLog("e", retention);
      List<Told> all = new ArrayList<>();
      long now = 0;
      for (int step = 0; step < 60; step++) {
        now += random.nextInt(5);
        if (random.nextInt(3) > 0) {
          String text = step + "x".repeat(random.nextInt(8));
          log.append(Payload.text(text), now);
          all.add(new Told(text, now));
        }
        long number = random.nextInt(all.size() + 3);
        String epoch = random.nextInt(8) == 0 ? "other" : "e";
        assertEquals(
            expected(all, retention, epoch, number, now),
            since(log, epoch + "." + number, now),
            "seed " + seed + ", step " + step);
      }
    }
  }

  private record Told(String text, long at) {}

  private static String expected(
      List<Told> all, Retention retention, String epoch, long number, long now) {
    int oldest = all.size();
    long bytes = 0;
    while (oldest > 0) {
      Told next = all.get(oldest - 1);
      bytes += next.text().length();
      if (all.size() - oldest + 1 > retention.messages()
          || bytes > retention.bytes()
          || now - next.at() >= retention.ageMillis()) {
        break;
      }
      oldest--;
    }
    boolean known = epoch.equals("e") && number <= all.size();
    boolean complete = known && number >= oldest;
    int from = complete ? (int) number : epoch.equals("e") && !known ? all.size() : oldest;
    List<String> texts = all.subList(from, all.size()).stream().map(Told::text).toList();
    return (from + 1) + (complete ? " complete " : " incomplete ") + texts;
  }

  @Test
  void bytesOfTheRestAreTold() {
    TopicLog log = log(new Retention(9, 99, 99), "aa", "€");

    assertEquals(5, log.since(Optional.of(new Position("e", 0)), LONG_AGO).bytes());
    assertFalse(log.isEmpty());
  }
}
