package dev.bowline.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slip on the command line gets a sentence, before anything is measured. */
class WordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fan-out --transport polling | --transport is any of [websocket, stream, poll], not polling",
        "fan-out --in-flight 1,x     | --in-flight needs a number: x",
        "echo --rounds many          | --rounds needs a number: many",
        "echo --rounds               | not in pairs of --name and value: [--rounds]",
        "idle-heap --sessions x      | --sessions needs a number: x",
        "jmh Outbox --out            | --out needs a folder",
        "idle-heap --sessions        | not in pairs of --name and value: [--sessions]",
      })
  void isSaid(String line, String sentence) {
    assertEquals(sentence, refusal(List.of(line.split(" "))));
  }

  @Test
  void whatIsNotKnownIsToldWithWhatIs() {
    String sentence = refusal(List.of("soak", "--hours", "1"));

    assertEquals("not known here: --hours; known are " + Soak.OPTIONS, sentence);
  }

  @ParameterizedTest
  @CsvSource({"''", "fanout"})
  void noMeasurementIsUsage(String name) {
    assertEquals("usage: idle-heap", refusal(List.of(name)).substring(0, 16));
  }

  private static String refusal(List<String> words) {
    return ""
        + assertThrows(IllegalArgumentException.class, () -> Main.measurement(words)).getMessage();
  }
}
