package dev.bowline.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.bowline.server.wire.TopicCommand.Direct;
import dev.bowline.server.wire.TopicCommand.Malformed;
import dev.bowline.server.wire.TopicCommand.Subscribe;
import dev.bowline.server.wire.TopicCommand.Unsubscribe;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicCommandTest {
  private static final String SOH = "\u0001";

  private static @Nullable TopicCommand read(String text) {
    return TopicCommand.read(Payload.text(text));
  }

  @Test
  void whatDoesNotBeginWithSohIsNoCommand() {
    assertNull(read(""));
    assertNull(read("subscribe {\"topic\":\"a\"}"));
    assertNull(read(" " + SOH + "subscribe {\"topic\":\"a\"}"));
  }

  @Test
  void binaryMessagesAreNeverLookedAt() {
    assertNull(TopicCommand.read(Payload.binary(new byte[] {1, 1})));
  }

  @Test
  void commandsAreRead() {
    assertEquals(
        new Subscribe("a b", Optional.empty()), read(SOH + "subscribe {\"topic\":\"a b\"}"));
    assertEquals(
        new Subscribe("a", Optional.of("e.4")),
        read(SOH + "subscribe {\"since\":\"e.4\",\"topic\":\"a\",\"more\":[1]}"));
    assertEquals(new Unsubscribe("\""), read(SOH + "unsubscribe {\"topic\":\"\\\"\"}"));
  }

  @Test
  void twoSohAreAMessageThatBeginsWithOne() {
    assertEquals(new Direct(Payload.text(SOH)), read(SOH + SOH));
    assertEquals(
        new Direct(Payload.text(SOH + "subscribe {\"topic\":\"a\"}")),
        read(SOH + SOH + "subscribe {\"topic\":\"a\"}"));
    assertEquals(new Direct(Payload.text(SOH + SOH)), read(SOH + SOH + SOH));
  }

  @Test
  void allElseIsMalformed() {
    for (String rest :
        List.of(
            "",
            "1 a\u0002x",
            "subscribe",
            "subscribe ",
            "subscribe a",
            "subscribe []",
            "subscribe {}",
            "subscribe {\"topic\":1}",
            "subscribe {\"topic\":\"a\"} {",
            "Subscribe {\"topic\":\"a\"}",
            "subscribed {\"topic\":\"a\"}",
            "unsubscribe {\"topic\":null}",
            "subscribe {\"topic\":\"" + "x".repeat(201) + "\"}",
            "subscribe " + "[".repeat(10_000))) {
      assertEquals("", assertInstanceOf(Malformed.class, read(SOH + rest), rest).topic());
    }
  }

  @Test
  void theTopicIsToldWhereItCanBeRead() {
    for (String rest :
        List.of("subscribe {\"topic\":\"a\\u0001\"}", "unsubscribe {\"topic\":\"a\\u0001\"}")) {
      assertEquals("a" + SOH, assertInstanceOf(Malformed.class, read(SOH + rest)).topic());
    }
    for (String since : List.of("1", "null", "{}")) {
      String rest = "subscribe {\"topic\":\"a\",\"since\":" + since + "}";
      assertEquals("a", assertInstanceOf(Malformed.class, read(SOH + rest)).topic());
    }
  }
}
