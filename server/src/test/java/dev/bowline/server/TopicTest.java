package dev.bowline.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.TopicsBench.Guest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an application does with topics, and what the sessions get of it. */
class TopicTest {
  private static final String SOH = "\u0001";
  private static final String STX = "\u0002";

  private final TopicsBench bench =
      new TopicsBench(
          Channel.builder()
              .topics(
                  topics ->
                      topics.history(3, 1000, Duration.ofSeconds(10)).ahead(4, 200).maxTopics(3)));
  private final Topic news = bench.topic("news");
  private final Guest guest = bench.opens();

  private static String message(long number, String content) {
    return SOH + number + " news" + STX + content;
  }

  /** The same with whatever the epoch is called cut out. */
  private static String subscribed(long next, boolean complete) {
    return SOH
        + "subscribed {\"topic\":\"news\",\"next\":"
        + next
        + ",\"complete\":"
        + complete
        + "}";
  }

  private List<String> heard(Guest by) {
    bench.runs();
    return by.connection().heard().stream()
        .map(text -> text.replaceFirst("\"epoch\":\"[0-9a-z]+\",", ""))
        .toList();
  }

  private void publish(String... texts) {
    for (String text : texts) {
      assertTrue(news.publish(text));
      bench.runs();
    }
  }

  @Test
  void aChannelHasTopicsOnlyIfItIsBuiltWithThem() {
    Channel without = Channel.builder().build();

    String why =
        assertThrows(IllegalStateException.class, () -> without.topic("news")).getMessage();
    assertEquals("the channel has no topics: build it with topics()", why);
    assertEquals("news", Channel.builder().topics().build().topic("news").name());
  }

  @Test
  void aNameHasToBeOne() {
    for (String name : List.of("", "a\nb", "x".repeat(201), SOH)) {
      assertThrows(IllegalArgumentException.class, () -> bench.topic(name), name);
    }
    assertEquals(news, bench.topic("news"));
    assertNotEquals(news, bench.topic("other"));
  }

  @Test
  void subscribersGetWhatIsPublishedFromThenOn() {
    Guest other = bench.opens();
    publish("before");
    assertTrue(news.subscribe(guest.session()));
    publish("one");
    assertTrue(news.subscribe(other.session()));
    assertEquals(2, news.subscribers());
    assertTrue(news.publish(new byte[] {'t', 'w', 'o'}));

    assertEquals(
        List.of(subscribed(2, true), message(2, "one"), "[" + message(3, "two") + "]"),
        heard(guest));
    assertEquals(List.of(subscribed(3, true), "[" + message(3, "two") + "]"), heard(other));
  }

  @Test
  void noSocketIsWrittenInTheCallersThread() {
    assertTrue(news.subscribe(guest.session()));
    assertTrue(news.publish("one"));

    assertEquals(List.of(), guest.connection().heard());
    assertEquals(2, heard(guest).size());
  }

  @Test
  void nothingFollowsTheEndOfASubscription() {
    assertTrue(news.subscribe(guest.session()));
    publish("one");
    assertTrue(news.unsubscribe(guest.session()));
    assertFalse(news.unsubscribe(guest.session()));
    publish("two");

    assertEquals(0, news.subscribers());
    assertEquals(
        List.of(subscribed(1, true), message(1, "one"), SOH + "unsubscribed {\"topic\":\"news\"}"),
        heard(guest));
  }

  @Test
  void whoSubscribesFromAPositionMissesNothingThatIsKept() {
    publish("one", "two");
    String position = news.position();
    publish("three", "four");

    assertEquals(Replay.COMPLETE, news.subscribe(guest.session(), position));
    publish("five");
    assertEquals(
        List.of(subscribed(3, true), message(3, "three"), message(4, "four"), message(5, "five")),
        heard(guest));
  }

  @Test
  void whoSubscribesFromAPositionThatIsNotKeptIsTold() {
    String beginning = news.position();
    publish("one", "two", "three", "four");

    assertEquals(Replay.INCOMPLETE, news.subscribe(guest.session(), beginning));
    assertEquals(
        List.of(subscribed(2, false), message(2, "two"), message(3, "three"), message(4, "four")),
        heard(guest));
    bench.passes(10_000);
    assertEquals(Replay.INCOMPLETE, news.subscribe(guest.session(), beginning));
    assertEquals(List.of(subscribed(5, false)), heard(guest));
    assertEquals(Replay.COMPLETE, news.subscribe(guest.session(), news.position()));
    assertThrows(
        IllegalArgumentException.class, () -> news.subscribe(guest.session(), "somewhere"));
  }

  @Test
  void whoIsSubscribedMayGoBackButIsNeverGivenTwiceWhatItDidNotAskFor() {
    String beginning = news.position();
    assertTrue(news.subscribe(guest.session()));
    publish("one", "two");
    assertTrue(news.subscribe(guest.session()));
    publish("three");
    assertEquals(Replay.COMPLETE, news.subscribe(guest.session(), beginning));
    publish("four");

    assertEquals(1, news.subscribers());
    assertEquals(
        List.of(
            subscribed(1, true),
            message(1, "one"),
            message(2, "two"),
            subscribed(3, true),
            message(3, "three"),
            subscribed(1, true),
            message(1, "one"),
            message(2, "two"),
            message(3, "three"),
            message(4, "four")),
        heard(guest));
  }

  @Test
  void aClosedSessionIsInNoTopic() {
    assertTrue(news.subscribe(guest.session()));
    guest.session().close();
    bench.runs();

    assertEquals(0, news.subscribers());
    assertEquals(0, bench.topics().subscriptions(guest.session()));
    assertFalse(news.subscribe(guest.session()));
    assertEquals(Replay.CLOSED, news.subscribe(guest.session(), news.position()));
    assertEquals(0, news.subscribers());
  }

  @Test
  void aSlowSessionIsClosedAndLeavesTheTopicToTheOthers() {
    TopicsBench small =
        new TopicsBench(
            Channel.builder().sendWindow(4, 1000).topics(topics -> topics.ahead(2, 500)));
    Topic topic = small.topic("news");
    Guest slow = small.opens();
    Guest quick = small.opens();
    slow.connection().acknowledgesNothing();
    assertTrue(topic.subscribe(slow.session()));
    assertTrue(topic.subscribe(quick.session()));
    for (int i = 0; i < 6; i++) {
      assertTrue(topic.publish("x"));
      small.runs();
    }

    assertFalse(slow.session().isOpen());
    assertEquals(1, topic.subscribers());
    assertEquals(7, quick.connection().heard().size());
  }

  @Test
  void aCallbackInTheMiddleOfPublishingDoesNotGetItsMessageInBetween() {
    List<String> told = new ArrayList<>();
    TopicsBench inline =
        new TopicsBench(
            Channel.builder()
                .sendWindow(4, 1000)
                .onClose(
                    (session, reason) ->
                        told.add(
                            assertThrows(
                                    IllegalStateException.class,
                                    () -> session.channel().topic("news").publish("left"))
                                .getClass()
                                .getSimpleName()))
                .topics(),
            Runnable::run);
    Guest slow = inline.opens();
    slow.connection().acknowledgesNothing();
    assertTrue(inline.topic("news").subscribe(slow.session()));
    for (int i = 0; i < 4; i++) {
      assertTrue(inline.topic("news").publish("x"));
    }

    assertEquals(List.of("IllegalStateException"), told);
  }

  @Test
  void aPublisherThatIsTooFarAheadIsToldAndNothingIsPublished() {
    assertTrue(news.subscribe(guest.session()));
    bench.runs();
    for (int i = 0; i < 4; i++) {
      assertTrue(news.publish("x" + i));
    }
    String position = news.position();
    assertFalse(news.publish("too much"));
    assertEquals(position, news.position());
    CompletableFuture<Void> ready = news.ready().toCompletableFuture();
    assertFalse(ready.isDone());

    bench.runs();
    assertTrue(ready.isDone());
    assertTrue(news.publish("x4"));
    assertEquals(
        List.of(
            subscribed(1, true),
            message(1, "x0"),
            message(2, "x1"),
            message(3, "x2"),
            message(4, "x3"),
            message(5, "x4")),
        heard(guest));
  }

  @Test
  void aPublisherMayBeAheadByBytesToo() {
    assertTrue(news.subscribe(guest.session()));
    bench.runs();
    assertTrue(news.publish("x".repeat(150)));
    assertFalse(news.publish("x".repeat(50)));
    bench.runs();
    assertTrue(news.publish("x".repeat(500)), "any one message if nothing is ahead");
  }

  @Test
  void withoutSubscribersNobodyIsAhead() {
    for (int i = 0; i < 10; i++) {
      assertTrue(news.publish("x"));
    }
    assertTrue(news.ready().toCompletableFuture().isDone());
    assertTrue(bench.isIdle());
  }

  @Test
  void aSessionGetsTopicsAndDirectMessagesInTheOrderOfTheCalls() {
    Topic other = bench.topic("other");
    assertTrue(news.subscribe(guest.session()));
    assertTrue(other.subscribe(guest.session()));
    bench.runs();
    guest.connection().heard();
    assertTrue(news.publish("1"));
    guest.session().send("2");
    assertTrue(other.publish("3"));
    assertTrue(news.publish("4"));

    assertEquals(
        List.of(message(1, "1"), "2", SOH + "1 other" + STX + "3", message(2, "4")), heard(guest));
  }

  @Test
  void aDirectMessageCannotPassForATopics() {
    guest.session().send(message(1, "forged"));
    guest.session().send(new byte[] {1, 'x'});
    guest.session().send("honest");

    assertEquals(
        List.of(SOH + message(1, "forged"), "[" + SOH + SOH + "x]", "honest"), heard(guest));
  }

  @Test
  void aTopicThatNobodyUsesIsForgotten() {
    publish("one");
    String position = news.position();
    bench.passes(119_000);
    assertEquals(position, news.position());

    bench.passes(6_000);
    assertNotEquals(position, news.position());
    assertTrue(news.position().endsWith(".0"), news.position());
    assertEquals(Replay.INCOMPLETE, news.subscribe(guest.session(), position));
    assertTrue(news.publish("two"));
    assertEquals(List.of(subscribed(1, false), message(1, "two")), heard(guest));
  }

  @Test
  void aTopicThatSomebodyIsSubscribedToIsNotForgotten() {
    assertTrue(news.subscribe(guest.session()));
    String position = news.position();
    bench.passes(500_000);
    assertEquals(position, news.position());
    assertTrue(news.unsubscribe(guest.session()));
    bench.passes(119_000);
    assertEquals(position, news.position());
    bench.passes(6_000);
    assertNotEquals(position, news.position());
  }

  @Test
  void thereAreNoMoreTopicsThanMaxTopics() {
    for (String name : List.of("a", "b", "c")) {
      assertTrue(bench.topic(name).publish("x"));
    }
    Topic fourth = bench.topic("d");
    assertThrows(IllegalStateException.class, () -> fourth.publish("x"));
    assertThrows(IllegalStateException.class, () -> fourth.subscribe(guest.session()));
    assertEquals(0, fourth.subscribers());
    assertFalse(fourth.unsubscribe(guest.session()));

    bench.passes(10_000);
    bench.passes(120_000);
    assertTrue(fourth.publish("x"), "those that nobody used are forgotten");
  }

  @Test
  void aSessionOfAnotherChannelIsNotTaken() {
    Guest stranger = new TopicsBench(Channel.builder().topics()).opens();

    assertThrows(IllegalArgumentException.class, () -> news.subscribe(stranger.session()));
  }

  @Test
  void maxMessageCountsTheContent() {
    TopicsBench small = new TopicsBench(Channel.builder().maxMessage(5).topics());
    Topic topic = small.topic("x".repeat(200));

    assertTrue(topic.publish("12345"));
    assertThrows(IllegalArgumentException.class, () -> topic.publish("123456"));
  }

  @Test
  void limitsThatDoNotGoWithTheSendWindowAreRefused() {
    ChannelBuilder builder = Channel.builder().sendWindow(100, 10_000);

    assertDoesNotThrow(
        () -> builder.topics(it -> it.history(50, 5_000, Duration.ofDays(999_999))).build());
    String why =
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.topics(it -> it.history(51, 5_000, Duration.ZERO)).build())
            .getMessage();
    assertEquals("history messages, with half of sendWindow as the bound: 51 is more than 50", why);
  }
}
