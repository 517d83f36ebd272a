package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private static final String SOH = "\u0001";
  private static final String STX = "\u0002";

  private final Envelope prices = new Envelope("all prices €");

  @Test
  void aTextIsInATextMessage() {
    Payload message = prices.message(42, Payload.text("äöü"));

    assertEquals(SOH + "42 all prices €" + STX + "äöü", message.text());
    assertEquals(message.size(), prices.size(42, Payload.text("äöü")));
  }

  @Test
  void bytesAreInABinaryMessage() {
    Payload message = prices.message(1, Payload.binary(new byte[] {0, -1, 1, 2}));

    assertFalse(message.isText());
    byte[] label = (SOH + "1 all prices €" + STX).getBytes(UTF_8);
    byte[] expected = new byte[label.length + 4];
    System.arraycopy(label, 0, expected, 0, label.length);
    System.arraycopy(new byte[] {0, -1, 1, 2}, 0, expected, label.length, 4);
    byte[] actual = new byte[message.size()];
    message.bytes().get(actual);
    assertArrayEquals(expected, actual);
  }

  @Test
  void whatIsEmptyHasAnEnvelopeToo() {
    assertEquals(SOH + "7 x" + STX, new Envelope("x").message(7, Payload.text("")).text());
    assertEquals(5, new Envelope("x").message(7, Payload.binary(new byte[0])).size());
  }

  @Test
  void whatIsSaidToAClientIsSpelledSo() {
    assertEquals(
        SOH
            + "subscribed {\"topic\":\"a \\\"b\\\"\",\"epoch\":\"e1\",\"next\":8,\"complete\":true}",
        Envelope.subscribed("a \"b\"", "e1", 8, true).text());
    assertEquals(
        SOH + "refused {\"topic\":\"a\",\"code\":4403,\"reason\":\"no\"}",
        Envelope.refused("a", 4403, "no").text());
    assertEquals(SOH + "unsubscribed {\"topic\":\"a\"}", Envelope.unsubscribed("a").text());
  }

  @Test
  void aDirectMessageIsPassedAsItIs() {
    for (String text : List.of("", "hello", STX, " " + SOH, "m" + SOH)) {
      Payload payload = Payload.text(text);
      assertSame(payload, Envelope.direct(payload));
    }
    Payload binary = Payload.binary(new byte[] {2, 1});
    assertSame(binary, Envelope.direct(binary));
  }

  @Test
  void aDirectMessageThatBeginsWithSohGetsOneMore() {
    String forged = SOH + "1 prices" + STX + "100";

    assertEquals(SOH + forged, Envelope.direct(Payload.text(forged)).text());
    assertEquals(SOH + SOH, Envelope.direct(Payload.text(SOH)).text());
    assertEquals(SOH + SOH + forged, Envelope.direct(Payload.text(SOH + forged)).text());
    assertEquals(
        Payload.binary(new byte[] {1, 1, 5}), Envelope.direct(Payload.binary(new byte[] {1, 5})));
  }

  /** Reads as a client does; whatever the application says, it is taken for what it was. */
  @Test
  void nothingThatIsSentPassesForSomethingElse() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      Payload content = randomContent(random);
      String said = string(content);

      assertEquals("direct " + said, read(Envelope.direct(content)));
      assertEquals(
          "message " + i + " of a b: " + said, read(new Envelope("a b").message(i, content)));
    }
  }

  private static Payload randomContent(Random random) {
    String[] pieces = {SOH, STX, " ", "1", "12", "a", "subscribed ", "{\"topic\":\"a\"}", "x", "€"};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return random.nextBoolean()
        ? Payload.text(text.toString())
        : Payload.binary(text.toString().getBytes(UTF_8));
  }

  private static String read(Payload payload) {
    String text = string(payload);
    if (!text.startsWith(SOH)) {
      return "direct " + text;
    }
    if (text.startsWith(SOH + SOH)) {
      return "direct " + text.substring(1);
    }
    int space = text.indexOf(' ');
    String word = text.substring(1, space);
    if (!word.chars().allMatch(Character::isDigit)) {
      return word + text.substring(space);
    }
    int end = text.indexOf(STX);
    return "message "
        + word
        + " of "
        + text.substring(space + 1, end)
        + ": "
        + text.substring(end + 1);
  }

  private static String string(Payload payload) {
    byte[] bytes = new byte[payload.size()];
    payload.bytes().get(bytes);
    return new String(bytes, UTF_8);
  }

  @Test
  void namesHaveOneToTwoHundredBytesAndNoControlCharacters() {
    for (String name : List.of("a", "a b", "€".repeat(66), "x".repeat(200), "\u0080", "{}\"")) {
      assertTrue(Envelope.isName(name), name);
    }
    for (String name :
        List.of(
            "",
            "x".repeat(201),
            "€".repeat(67),
            SOH,
            "a" + STX,
            "a\nb",
            "\0",
            "\u007F",
            "\uD800")) {
      assertFalse(Envelope.isName(name), name);
    }
  }
}
