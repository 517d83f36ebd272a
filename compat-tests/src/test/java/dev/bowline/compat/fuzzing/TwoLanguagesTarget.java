package dev.bowline.compat.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bowline.server.wire.EventStreamParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An event stream as the server's parser and the JavaScript client's two builds read it: the same
 * events. Input as for {@link EventStreamTarget}; the manner of cutting is for the JavaScript side.
 */
public final class TwoLanguagesTarget {
  private static final ParserInNode NODE = new ParserInNode();

  private TwoLanguagesTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0
        || RecordJudge.utf8(Arrays.copyOfRange(input, 1, input.length)).isEmpty()) {
      // The engine decodes before the client's parser sees anything, and the JDK counts the marks
      // for what it can't decode in its own way.
      return;
    }
    List<String> events = new ArrayList<>();
    EventStreamParser parser =
        new EventStreamParser(
            Integer.MAX_VALUE,
            (type, data) -> events.add((type.equals("message") ? "" : type) + "|" + data));
    parser.push(input, 1, input.length - 1);
    String java = String.join("\u0000", events);
    String javaScript = new String(NODE.answers(input), UTF_8);
    if (!javaScript.equals(java)) {
      throw new AssertionError("in Java " + java + ", in JavaScript " + javaScript);
    }
  }
}
