package dev.bowline.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void membersAreReadByNameAndType() {
    Json json =
        Json.object(
            " { \"a\" : 1 , \"b\" : \"x\\u000Ay\" , \"c\" : true,\"d\":false, "
                + "\"e\":{\"f\":9007199254740991},\"g\":[\"h\",\"\"],\"i\":null } ");

    assertEquals(1, json.number("a"));
    assertEquals("x\ny", json.text("b"));
    assertTrue(json.flag("c"));
    assertFalse(json.flag("d"));
    assertEquals(Numbers.MAX, json.member("e", "object").number("f"));
    assertEquals(List.of("h", ""), json.texts("g"));
    assertTrue(json.has("i"));
    assertFalse(json.has("j"));
  }

  @Test
  void aMemberOfAnotherTypeIsRefused() {
    Json json = Json.object("{\"number\":1,\"text\":\"1\",\"null\":null,\"list\":[1]}");

    assertThrows(MalformedException.class, () -> json.number("text"));
    assertThrows(MalformedException.class, () -> json.number("null"));
    assertThrows(MalformedException.class, () -> json.number("missing"));
    assertThrows(MalformedException.class, () -> json.text("number"));
    assertThrows(MalformedException.class, () -> json.flag("number"));
    assertThrows(MalformedException.class, () -> json.member("list", "object"));
    assertThrows(MalformedException.class, () -> json.texts("list"));
    assertThrows(MalformedException.class, () -> json.texts("text"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e3", "1E0", "-1", "-0", "0.5", "9007199254740992"})
  void whatIsNoCountIsRefusedWhereOneIsWantedAndIgnoredElsewhere(String number) {
    Json json = Json.object("{\"a\":" + number + "}");

    assertTrue(json.has("a"));
    assertThrows(MalformedException.class, () -> json.number("a"));
  }

  @Test
  void ofEqualNamesTheFirstCounts() {
    assertEquals(1, Json.object("{\"a\":1,\"a\":2,\"\\u0061\":\"x\"}").number("a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "{]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{,}",
        "{\"a\":1,}",
        "{\"a\":1,,\"b\":2}",
        "{a:1}",
        "{1:1}",
        "{'a':1}",
        "tru",
        "truex",
        "True",
        "nul",
        "undefined",
        "NaN",
        "-",
        "-a",
        "+1",
        "01",
        "-01",
        "00",
        "1.",
        ".1",
        "1.e1",
        "1e",
        "1e+",
        "0x1",
        "1_000",
        "\"",
        "\"a",
        "\"\\",
        "\"\\\"",
        "\"\\u\"",
        "\"\\u00g0\"",
        "\"\\u\uFF10\uFF10\uFF10\uFF10\"",
        "\"\\U0041\"",
        "\"\\a\"",
        "\"\\'\"",
        "\"\n\"",
        "\"\t\"",
        "\"\0\"",
        "\"\u001F\"",
        "//\n1",
        "/**/1",
        "1;",
        "1 1",
        "\uFEFF1",
        "\u00A01",
        "\f1",
        "\u000B1",
        "\u20281",
        "[1",
        "[[1]",
        "\"a\" \"b\""
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThrows(MalformedException.class, () -> JsonReader.read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-1.5e+10",
        "1E5",
        "1e-5",
        "0.0",
        "123456789012345678901234567890",
        "[]",
        "{}",
        "[ ]",
        "{ }",
        "[[],{}]",
        "\"\"",
        "\"\u007F\u2028\uFEFF\"",
        "\t\r\n null \t\r\n",
        "[true,false,null,0,\"\"]",
        "{\"\":{\"\":[]}}"
      })
  void whatIsJsonIsRead(String text) {
    JsonReader.read(text);
  }

  @Test
  void nestingIsBounded() {
    int depth = JsonReader.MAX_DEPTH;
    JsonReader.read("[".repeat(depth) + "]".repeat(depth));

    assertThrows(
        MalformedException.class, () -> JsonReader.read("[".repeat(depth + 2) + "]".repeat(depth)));
    assertThrows(MalformedException.class, () -> JsonReader.read("[".repeat(1_000_000)));
    assertThrows(MalformedException.class, () -> JsonReader.read("{\"\":".repeat(1_000_000)));
  }

  @Test
  void loneSurrogatesBecomeReplacementCharacters() {
    assertEquals("a\uFFFDb", Json.string("\"a\\ud83db\""));
    assertEquals("\uFFFD\uFFFD", Json.string("\"\\uDE00\\uD83D\""));
    assertEquals("\uD83D\uDE00", Json.string("\"\\uD83D\\uDE00\""));
    assertEquals("x\uFFFD", Json.object("{\"a\":\"x\\ud83d\"}").text("a"));
    assertEquals(List.of("\uFFFD"), Json.object("{\"a\":[\"\\ud83d\"]}").texts("a"));
  }

  @Test
  void aWrittenObjectReadsBackTheSame() {
    String written =
        new JsonWriter()
            .put("a", 0)
            .put("b", "\"\\\r\n\0\u2028\uD83D")
            .put("c", true)
            .put("d", List.of("x", "\n"))
            .put("e", new JsonWriter().put("f", Numbers.MAX))
            .put("g", new JsonWriter())
            .put("h", List.of())
            .toString();

    assertEquals(
        "{\"a\":0,\"b\":\"\\\"\\\\\\r\\n\\u0000\u2028\uFFFD\",\"c\":true,\"d\":[\"x\",\"\\n\"],"
            + "\"e\":{\"f\":9007199254740991},\"g\":{},\"h\":[]}",
        written);
    Json read = Json.object(written);
    assertEquals("\"\\\r\n\0\u2028\uFFFD", read.text("b"));
    assertEquals(Numbers.MAX, read.member("e", "object").number("f"));
  }
}
