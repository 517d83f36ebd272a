package dev.bowline.compat.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Channel;
import dev.bowline.server.Topic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Topics over real sockets, with a client that knows only what the protocol's page says. */
class SubscribingTest {
  private static final String SOH = "\u0001";
  private static final String STX = "\u0002";
  private static final int MANY = 300;
  private static final Pattern SUBSCRIBED =
      Pattern.compile(
          SOH
              + "subscribed \\{\"topic\":\"news\",\"epoch\":\"(\\w+)\","
              + "\"next\":(\\d+),\"complete\":(true|false)}");

  private final Application application = new Application();
  private final Channel channel = channel();
  private final Host host = Host.of(channel, Duration.ZERO);
  private final Topic news = channel.topic("news");

  private Channel channel() {
    return application
        .channel()
        .topics(
            topics ->
                topics
                    .onSubscribe((session, topic) -> !topic.equals("secret"))
                    .history(5, 10_000, Duration.ofMinutes(10)))
        .build();
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private static String text(Payload payload) {
    return ((Payload.Text) payload).text();
  }

  private static String message(long number, String content) {
    return SOH + number + " news" + STX + content;
  }

  private static String subscribe(String since) {
    return SOH + "subscribe {\"topic\":\"news\",\"since\":\"" + since + "\"}";
  }

  /** Hears that it is subscribed; returns {@code next complete}. */
  private static String hearsSubscribed(ReliableClient client) {
    Matcher subscribed = SUBSCRIBED.matcher(text(client.hears()));
    assertTrue(subscribed.matches(), subscribed::toString);
    return subscribed.group(2) + " " + subscribed.group(3);
  }

  @ParameterizedTest
  @EnumSource
  void aClientSubscribesAndUnsubscribes(Way way) {
    try (ReliableClient client = ReliableClient.opens(host.client(), way)) {
      client.says(SOH + "subscribe {\"topic\":\"news\"}");
      assertEquals("1 true", hearsSubscribed(client));
      assertTrue(news.publish("two\r\nlines"));
      assertTrue(news.publish(new byte[] {0, 1, 2, -1}));
      application.session().send(SOH + "direct");
      client.says(SOH + "unsubscribe {\"topic\":\"news\"}");

      assertEquals(message(1, "two\r\nlines"), text(client.hears()));
      byte[] binary = ((Payload.Binary) client.hears()).array();
      assertEquals(SOH + "2 news" + STX, new String(binary, 0, binary.length - 4, UTF_8));
      assertEquals(-1, binary[binary.length - 1]);
      assertEquals(SOH + SOH + "direct", text(client.hears()));
      assertEquals(SOH + "unsubscribed {\"topic\":\"news\"}", text(client.hears()));
      assertEquals(0, news.subscribers());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSwitchInMidStreamLosesRepeatsAndReordersNothing(Way from) {
    try (ReliableClient client = ReliableClient.opens(host.client(), from)) {
      client.says(SOH + "subscribe {\"topic\":\"news\"}");
      assertEquals("1 true", hearsSubscribed(client));
      publishes(1, MANY / 2);
      assertEquals(message(1, "1"), text(client.hears()));
      long attaches = client.attaches();
      client.movesTo(from.another());
      publishes(MANY / 2 + 1, MANY * 3 / 4);
      Await.until("another attach", () -> client.attaches() > attaches);
      publishes(MANY * 3 / 4 + 1, MANY);

      for (int i = 2; i <= MANY; i++) {
        assertEquals(message(i, Integer.toString(i)), text(client.hears()));
      }
    }
  }

  private void publishes(int from, int to) {
    for (int i = from; i <= to; i++) {
      while (!news.publish(Integer.toString(i))) {
        CompletableFuture<Void> ready = news.ready().toCompletableFuture();
        Await.until("ready", ready::isDone);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNewSessionGoesOnWhereAnotherWasLost(Way way) {
    try (ReliableClient lost = ReliableClient.opens(host.client(), way)) {
      lost.says(SOH + "subscribe {\"topic\":\"news\"}");
      assertEquals("1 true", hearsSubscribed(lost));
      publishes(1, 2);
      assertEquals(message(1, "1"), text(lost.hears()));
      assertEquals(message(2, "2"), text(lost.hears()));
    }
    String position = news.position();
    publishes(3, 5);
    try (ReliableClient next = ReliableClient.opens(host.client(), way)) {
      next.says(subscribe(position));
      assertEquals("3 true", hearsSubscribed(next));
      publishes(6, 6);
      for (int i = 3; i <= 6; i++) {
        assertEquals(message(i, Integer.toString(i)), text(next.hears()));
      }
    }
  }

  @Test
  void aPositionThatIsNotKeptIsToldSo() {
    String position = news.position();
    publishes(1, 7);
    try (ReliableClient client = ReliableClient.opens(host.client(), Way.POLL)) {
      client.says(subscribe(position));
      assertEquals("3 false", hearsSubscribed(client));
      assertEquals(message(3, "3"), text(client.hears()));
    }
  }

  @Test
  void aPositionOfBeforeARestartIsNotTakenForOneOfNow() {
    publishes(1, 3);
    String position = news.position();
    Channel restarted = channel();
    try (Host other = Host.of(restarted, Duration.ZERO);
        ReliableClient client = ReliableClient.opens(other.client(), Way.WEBSOCKET)) {
      for (int i = 0; i < 4; i++) {
        assertTrue(restarted.topic("news").publish("new"));
      }
      client.says(subscribe(position));
      assertEquals("1 false", hearsSubscribed(client));
      assertEquals(message(1, "new"), text(client.hears()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalIsToldAndChangesNothing(Way way) {
    try (ReliableClient client = ReliableClient.opens(host.client(), way)) {
      client.says(SOH + "subscribe {\"topic\":\"secret\"}");
      client.says(SOH + "nonsense");
      client.says("and on");

      assertEquals(
          SOH + "refused {\"topic\":\"secret\",\"code\":4403,\"reason\":\"not allowed\"}",
          text(client.hears()));
      assertTrue(text(client.hears()).startsWith(SOH + "refused {\"topic\":\"\",\"code\":4400,"));
      assertEquals(Payload.text("and on"), application.hears());
      assertEquals(0, channel.topic("secret").subscribers());
    }
  }
}
