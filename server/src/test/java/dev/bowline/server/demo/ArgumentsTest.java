package dev.bowline.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @Test
  void withoutAnyTheDemoIsOnPort8080OfThisMachineOnly() {
    assertEquals(new Arguments("127.0.0.1", 8080, false, false), Arguments.parse());
  }

  @Test
  void everyOptionIsTaken() {
    assertEquals(
        new Arguments("0.0.0.0", 9000, true, false),
        Arguments.parse("--port", "9000", "--conformance", "--host", "0.0.0.0"));
  }

  @Test
  void aValueMayFollowAnEqualsSign() {
    assertEquals(new Arguments("::1", 0, false, false), Arguments.parse("--port=0", "--host=::1"));
  }

  @Test
  void theLastOfTwoWins() {
    assertEquals(2, Arguments.parse("--port", "1", "--port", "2").port());
  }

  @Test
  void helpIsAnOptionLikeOthers() {
    assertTrue(Arguments.parse("--port", "1", "--help").help());
    assertTrue(Arguments.parse("-h").help());
  }

  @Test
  void anUnknownArgumentIsNamed() {
    assertEquals("unknown argument --prot", refusal("--prot", "80"));
    assertEquals("unknown argument 8080", refusal("8080"));
    assertEquals("unknown argument ", refusal(""));
  }

  @Test
  void aValueThatIsNotThereIsMissed() {
    assertEquals("--port needs a value", refusal("--port"));
    assertEquals("--host needs a value", refusal("--conformance", "--host"));
    assertEquals("--host is empty", refusal("--host="));
  }

  @Test
  void aFlagTakesNoValue() {
    assertEquals("--conformance takes no value", refusal("--conformance=yes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "+1", "65536", "99999999999", "80 ", "0x50", "٣", "8.0"})
  void aPortIsANumberUpTo65535(String port) {
    assertEquals("--port is '" + port + "', not a number from 0 to 65535", refusal("--port", port));
  }

  private static String refusal(String... line) {
    return String.valueOf(
        assertThrows(Arguments.BadArgumentException.class, () -> Arguments.parse(line))
            .getMessage());
  }
}
