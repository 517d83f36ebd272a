package dev.bowline.compat.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.server.Channel;
import dev.bowline.server.ChannelServer;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plays the exchanges of the protocol's page against a server. */
class ExchangesTest {
  private final ChannelServer server =
      ChannelServer.builder()
          .channel(
              "/channel",
              Channel.builder()
                  .onMessage(ExchangesTest::answer)
                  .topics(
                      topics ->
                          topics
                              .onSubscribe((session, topic) -> !topic.equals("secret"))
                              .history(10, 10_000, Duration.ofMinutes(1)))
                  .drain(Duration.ZERO)
                  .build())
          .build();

  /** The application that the page describes. */
  private static void answer(Session session, Message message) {
    if (message.isText() && message.text().startsWith("!close ")) {
      String[] words = message.text().split(" ", 3);
      session.close(Integer.parseInt(words[1]), words[2]);
    } else if (message.isText() && message.text().startsWith("!publish ")) {
      String[] words = message.text().split(" ", 3);
      assertTrue(session.channel().topic(words[1]).publish(words[2]));
    } else {
      session.send(message);
    }
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @TestFactory
  Stream<DynamicTest> theServerAnswersAsThePageSays() {
    return Document.blocksEverywhere("exchange").stream()
        .map(block -> DynamicTest.dynamicTest(block.title(), () -> play(block.text())));
  }

  private void play(String text) throws Exception {
    try (Exchange exchange = new Exchange(server.url())) {
      exchange.play(text);
    }
  }

  @Test
  void everySectionThatSpeaksOfAnExchangeShowsOne() {
    List<String> shown =
        Document.blocksEverywhere("exchange").stream().map(Document.Block::heading).toList();

    List<String> wanted =
        List.of(
            "2 Resources",
            "4 WebSocket",
            "5 Event-stream grammar",
            "6 Acknowledging, liveness, flow",
            "7 Moving between transports",
            "8 Closing and errors",
            "9 Plain clients",
            "12 Topics");
    assertTrue(shown.containsAll(wanted), shown::toString);
  }
}
