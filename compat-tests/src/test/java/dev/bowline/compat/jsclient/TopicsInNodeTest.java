package dev.bowline.compat.jsclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bowline.compat.Needs;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.host.Host;
import dev.bowline.compat.migration.Tally;
import dev.bowline.server.Channel;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import dev.bowline.server.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The topics of the JavaScript client in Node, as the channel serves both files. */
@Tag("plain-clients")
@Needs("node")
class TopicsInNodeTest {
  private static final int MESSAGES = 600;

  /** What a client hears until something happens to it. */
  private static final int WHEN = 200;

  private static final int PENDING = 300;

  private final Application application = new Application();

  private Channel channel(Duration resumeTimeout) {
    return application
        .channel()
        .topics(
            topics ->
                topics
                    .onSubscribe((session, topic) -> true)
                    .history(MESSAGES / 2, 1_000_000, Duration.ofMinutes(10)))
        .resumeTimeout(resumeTimeout)
        .build();
  }

  /** Every third message is sent to the one session, the others are published to two topics. */
  @ParameterizedTest
  @CsvSource({"polling, sse", "sse, websocket", "websocket, polling"})
  void topicsAndDirectMessagesKeepTheOrderOfTheCallsOverASwitch(String from, String to)
      throws IOException {
    Channel channel = channel(Duration.ofMinutes(1));
    List<Topic> topics = List.of(channel.topic("a"), channel.topic("b"));
    try (Host host = Host.of(channel, Duration.ZERO);
        NodeProcess node = NodeProcess.start("topics.mjs", plan(host, "switch", from, to))) {
      Session session = begins(topics);
      for (int i = 0; i < MESSAGES; i++) {
        if (i == 2 * WHEN) {
          assertEquals("moved", node.says());
        }
        Await.until("the client keeps up", () -> session.pendingMessages() < PENDING);
        if (i % 3 == 2) {
          session.send(message(i));
        } else {
          publishes(topics.get(i % 3), message(i));
        }
      }
      assertHeardAllOnce("[[0,0,0]]", 0, node.says());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "sse", "polling"})
  void aSessionThatWasForgottenLosesAndRepeatsNothingOfTopicsThatAreKept(String transport)
      throws IOException {
    Channel channel = channel(Duration.ofMillis(300));
    List<Topic> topics = List.of(channel.topic("a"), channel.topic("b"));
    try (Host host = Host.of(channel, Duration.ZERO);
        NodeProcess node =
            NodeProcess.start("topics.mjs", plan(host, "reset", transport, transport))) {
      Session session = begins(topics);
      for (int i = 0; i < MESSAGES; i++) {
        if (i == WHEN) {
          assertEquals("broken", node.says());
        } else if (i == 2 * WHEN) {
          assertEquals(session, application.closed().session());
          node.hears("it is forgotten");
        }
        publishes(topics.get(i % 2), message(i));
      }
      assertHeardAllOnce("[[0,0,0],[0,0,0],[0,0,0]]", 1, node.says());
    }
  }

  /** Both subscriptions have been handled before what is sent after them is. */
  private Session begins(List<Topic> topics) {
    Application.Happened<Payload> begin = application.hearsFrom();
    assertEquals(Payload.text("begin"), begin.what());
    topics.forEach(topic -> assertEquals(1, topic.subscribers(), topic::name));
    return begin.session();
  }

  private static void publishes(Topic topic, Message message) {
    while (!topic.publish(message)) {
      CompletableFuture<Void> ready = topic.ready().toCompletableFuture();
      Await.until("the topic is ready", ready::isDone);
    }
  }

  private static Message message(int number) {
    return Application.message(Tally.message(number));
  }

  private static void assertHeardAllOnce(String figures, int resets, String line) {
    assertEquals("done ", line.substring(0, 5), line);
    JsonObject heard = JsonParser.parseString(line.substring(5)).getAsJsonObject();
    assertEquals(MESSAGES, heard.get("received").getAsInt(), line);
    assertEquals(MESSAGES, heard.get("distinct").getAsInt(), line);
    assertEquals(figures, heard.get("figures").toString(), line);
    assertEquals(resets, heard.get("reset").getAsInt(), line);
    for (String bad : List.of("gap", "error", "incomplete", "refused")) {
      assertEquals(0, heard.get(bad).getAsInt(), line);
    }
  }

  private static JsonObject plan(Host host, String event, String from, String to) {
    JsonObject plan = new JsonObject();
    plan.addProperty("channel", "http://127.0.0.1:" + host.port() + "/channel");
    plan.addProperty("ws", NodeProcess.webSocketPackage());
    plan.addProperty("messages", MESSAGES);
    plan.addProperty("when", WHEN);
    plan.addProperty("event", event);
    plan.addProperty("from", from);
    plan.addProperty("to", to);
    return plan;
  }
}
