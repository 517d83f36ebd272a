package dev.bowline.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.TopicsBench.Guest;
import dev.bowline.server.wire.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What clients ask of topics. */
class TopicCommandsTest {
  private static final String SOH = "\u0001";
  private static final String STX = "\u0002";

  private final List<String> told = new ArrayList<>();
  private final CompletableFuture<Boolean> later = new CompletableFuture<>();
  private final TopicsBench bench =
      new TopicsBench(
          Channel.builder()
              .sendWindow(16, 10_000)
              .onMessage((session, message) -> told.add(message.text()))
              .topics(
                  topics ->
                      topics
                          .onSubscribeAsync(this::mayHave)
                          .history(8, 5_000, Duration.ofHours(1))
                          .topicsPerSession(2)
                          .maxTopics(3)));
  private final Guest guest = bench.opens();

  private CompletionStage<Boolean> mayHave(Session session, String topic) {
    told.add("may it have " + topic);
    return switch (topic) {
      case "later" -> later;
      case "failing" -> CompletableFuture.failedStage(new OnPurpose());
      default -> CompletableFuture.completedStage(!topic.equals("secret"));
    };
  }

  /** It is logged, and should not fill the log. */
  private static final class OnPurpose extends RuntimeException {
    private static final long serialVersionUID = 1;

    OnPurpose() {
      super("on purpose", null, false, false);
    }
  }

  private List<String> heard() {
    bench.runs();
    return guest.connection().heard().stream()
        .map(text -> text.replaceFirst("\"epoch\":\"[0-9a-z]+\",", ""))
        .toList();
  }

  private static String subscribe(String topic) {
    return SOH + "subscribe {\"topic\":\"" + topic + "\"}";
  }

  private static String subscribe(String topic, String since) {
    return SOH + "subscribe {\"topic\":\"" + topic + "\",\"since\":\"" + since + "\"}";
  }

  private static String refused(String topic, int code, String reason) {
    return SOH
        + "refused {\"topic\":\""
        + topic
        + "\",\"code\":"
        + code
        + ",\"reason\":\""
        + reason
        + "\"}";
  }

  private static String subscribed(String topic, long next, boolean complete) {
    return SOH
        + "subscribed {\"topic\":\""
        + topic
        + "\",\"next\":"
        + next
        + ",\"complete\":"
        + complete
        + "}";
  }

  @Test
  void aClientSubscribesAndUnsubscribes() {
    guest.says(subscribe("a"));
    assertEquals(1, bench.topic("a").subscribers());
    assertTrue(bench.topic("a").publish("x"));
    guest.says(SOH + "unsubscribe {\"topic\":\"a\"}");
    guest.says(SOH + "unsubscribe {\"topic\":\"a\"}");

    String unsubscribed = SOH + "unsubscribed {\"topic\":\"a\"}";
    assertEquals(
        List.of(subscribed("a", 1, true), SOH + "1 a" + STX + "x", unsubscribed, unsubscribed),
        heard());
    assertEquals(List.of("may it have a"), told, "commands are none of onMessage's");
    assertEquals(0, bench.topics().subscriptions(guest.session()));
  }

  @Test
  void aClientSubscribesFromAPosition() {
    assertTrue(bench.topic("a").publish("x"));
    String position = bench.topic("a").position();
    assertTrue(bench.topic("a").publish("y"));
    guest.says(subscribe("a", position));
    guest.says(subscribe("a", "other.1"));

    assertEquals(
        List.of(
            subscribed("a", 2, true),
            SOH + "2 a" + STX + "y",
            subscribed("a", 1, false),
            SOH + "1 a" + STX + "x",
            SOH + "2 a" + STX + "y"),
        heard());
  }

  @Test
  void theApplicationMayRefuse() {
    guest.says(subscribe("secret"));

    assertEquals(List.of(refused("secret", 4403, "not allowed")), heard());
    assertEquals(0, bench.topic("secret").subscribers());
  }

  @Test
  void withoutAHookNoClientMaySubscribe() {
    TopicsBench closed = new TopicsBench(Channel.builder().topics());
    Guest stranger = closed.opens();
    stranger.says(subscribe("a"));

    assertEquals(List.of(refused("a", 4403, "not allowed")), stranger.connection().heard());
    assertTrue(closed.topic("a").subscribe(stranger.session()), "but the application may");
  }

  @Test
  void aDecisionThatTakesItsTimeHoldsUpWhatTheClientSaysNext() {
    guest.says(subscribe("later"));
    guest.says("hello");
    bench.runs();
    assertEquals(List.of("may it have later"), told);
    assertEquals(List.of(), heard());

    later.complete(true);
    bench.runs();
    assertEquals(List.of("may it have later", "hello"), told);
    assertEquals(List.of(subscribed("later", 1, true)), heard());
  }

  @Test
  void aDecisionThatFailsClosesTheSession() {
    guest.says(subscribe("failing"));
    bench.runs();

    assertFalse(guest.session().isOpen());
  }

  @Test
  void aSessionHasNoMoreTopicsThanItMay() {
    guest.says(subscribe("a"));
    guest.says(subscribe("b"));
    guest.says(subscribe("c"));
    guest.says(subscribe("a"));
    guest.says(SOH + "unsubscribe {\"topic\":\"b\"}");
    guest.says(subscribe("c"));

    assertEquals(
        List.of(
            subscribed("a", 1, true),
            subscribed("b", 1, true),
            refused("c", 4429, "too many topics"),
            subscribed("a", 1, true),
            SOH + "unsubscribed {\"topic\":\"b\"}",
            subscribed("c", 1, true)),
        heard());
  }

  @Test
  void aClientMakesNoMoreTopicsThanThereMayBe() {
    for (String name : List.of("x", "y", "z")) {
      assertTrue(bench.topic(name).publish(""));
    }
    guest.says(subscribe("a"));

    assertEquals(List.of(refused("a", 4429, "too many topics on the server")), heard());
  }

  @Test
  void whatIsMalformedIsRefusedAndChangesNothing() {
    guest.says(SOH + "1 a" + STX + "forged");
    guest.says(subscribe("a", "nowhere"));
    guest.says(subscribe("a\\u0001"));

    assertEquals(
        List.of(
            refused("", 4400, "no command of topics"),
            refused("a", 4400, "no position of a topic"),
            refused("a\\u0001", 4400, "no name for a topic")),
        heard());
    assertEquals(List.of(), told);
    assertTrue(guest.session().isOpen());
  }

  @Test
  void aMessageThatReallyBeginsWithSohGetsThrough() {
    guest.says(SOH + subscribe("a"));
    guest.says("plain");

    assertEquals(List.of(subscribe("a"), "plain"), told);
  }

  @Test
  void withoutTopicsTheWireIsUnchanged() {
    List<String> messages = new ArrayList<>();
    Channel plain = Channel.builder().onMessage((session, it) -> messages.add(it.text())).build();
    ChannelSession session = new ChannelSession(plain, Optional.empty());
    CompletionStage<?> unused = session.message(Payload.text(subscribe("a")));

    assertEquals(List.of(subscribe("a")), messages);
    Message soh = Message.text(SOH);
    assertEquals(soh.payload(), plain.outgoing(soh));
  }

  /** More is owed than the window holds: each topic waits until the client has taken the last. */
  @Test
  void whoComesBackToManyTopicsIsNotOverrun() {
    for (String topic : List.of("a", "b")) {
      for (int i = 0; i < 8; i++) {
        assertTrue(bench.topic(topic).publish("x"));
      }
    }
    guest.connection().acknowledgesNothing();
    guest.says(subscribe("a", "gone.1"));
    guest.says(subscribe("b", "gone.1"));
    guest.says("hello");
    assertEquals(9, heard().size());
    assertEquals(List.of("may it have a", "may it have b"), told);

    guest.connection().acknowledgesAll();
    assertEquals(9, heard().size());
    assertEquals(List.of("may it have a", "may it have b", "hello"), told);
    assertTrue(guest.session().isOpen());
  }
}
