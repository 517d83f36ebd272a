package dev.bowline.compat.fuzzing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Bytes as a list of steps, so that what a fuzzer changes is a request here or a frame there. A
 * step begins at a line's start with a tilde, a letter that says what is done, and for most a digit
 * that says on which connection; a blank may follow, and then what is said. What is no step is
 * nothing.
 */
record Script(List<Step> steps) {
  private static final Pattern STEP = Pattern.compile("(?:^|\n)~");
  private static final int MOST_STEPS = 24;

  /**
   * @param action {@code r} raw bytes, {@code h} a request, {@code w} and {@code b} an upgrade with
   *     and without the subprotocol, {@code t} and {@code y} a text and a binary frame, {@code f}
   *     any frame, {@code e} the client's end, {@code x} a cut; without a connection: {@code k}
   *     time passes, {@code d} the application finishes with a message, {@code m} it sends one to
   *     all
   */
  record Step(char action, int lane, String said) {}

  static Script of(byte[] input) {
    List<Step> steps = new ArrayList<>();
    for (String step : STEP.split(new String(input, ISO_8859_1), MOST_STEPS + 2)) {
      if (!step.isEmpty()) {
        int lane = step.length() > 1 ? Math.floorMod(step.charAt(1) - '0', 4) : 0;
        String said = step.length() > 2 ? step.substring(2) : "";
        steps.add(new Step(step.charAt(0), lane, said.startsWith(" ") ? said.substring(1) : said));
      }
    }
    return new Script(steps.subList(0, Math.min(steps.size(), MOST_STEPS)));
  }
}
