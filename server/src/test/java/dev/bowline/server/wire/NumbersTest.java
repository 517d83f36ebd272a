package dev.bowline.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 17, 4294967296L, Numbers.MAX - 1, Numbers.MAX})
  void aNumberIsReadAsItIsWritten(long number) {
    assertEquals(number, Numbers.parse(Long.toString(number)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "-0",
        "+1",
        "00",
        "01",
        "0x1",
        "1.0",
        "1e3",
        " 1",
        "1 ",
        "1,2",
        "1\n",
        "1\0",
        "\u0661",
        "\uFF11",
        "\uD835\uDFCF",
        "NaN",
        "Infinity",
        "9007199254740992",
        "9223372036854775808",
        "18446744073709551617",
        "99999999999999999999999999999999999999999999"
      })
  void anythingElseIsRefused(String text) {
    assertThrows(MalformedException.class, () -> Numbers.parse(text));
  }
}
