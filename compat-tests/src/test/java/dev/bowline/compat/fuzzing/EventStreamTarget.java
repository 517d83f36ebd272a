package dev.bowline.compat.fuzzing;

import dev.bowline.compat.client.EventReader;
import dev.bowline.server.wire.EventStreamParser;
import dev.bowline.server.wire.TooBigException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * An event stream, cut into pieces. However it is cut, the parser delivers the same events, refuses
 * it at the same one, and agrees on whether the end came too early; and without a bound the events
 * are those that the tests' own reader finds.
 *
 * <p>The first byte of the input says how the rest is cut, and what bound there is.
 */
public final class EventStreamTarget {
  private static final int NO_BOUND = Integer.MAX_VALUE;

  /** What a parser made of a stream. */
  private record Reading(List<String> events, boolean tooBig, boolean unfinished) {}

  private EventStreamTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int manner = input[0] & 0xff;
    byte[] stream = java.util.Arrays.copyOfRange(input, 1, input.length);
    mustNotDependOnCuts(stream, manner, NO_BOUND);
    mustNotDependOnCuts(stream, manner, 1 + manner % 61);
    List<String> expected =
        new EventReader(new ByteArrayInputStream(stream))
            .rest().stream().map(event -> shown(event.type(), event.data())).toList();
    List<String> events = parse(stream, NO_BOUND, at -> stream.length).events();
    if (!events.equals(expected)) {
      throw new AssertionError("events " + events + " should be " + expected);
    }
  }

  private static void mustNotDependOnCuts(byte[] stream, int manner, int bound) {
    Reading whole = parse(stream, bound, at -> stream.length);
    Reading byteByByte = parse(stream, bound, at -> at + 1);
    Reading cut = parse(stream, bound, at -> at + 1 + (at * 7 + manner) % (2 + manner % 13));
    if (!whole.equals(byteByByte) || !whole.equals(cut)) {
      throw new AssertionError(whole + " byte by byte " + byteByByte + ", in pieces " + cut);
    }
  }

  /**
   * @param next where the piece ends that begins at a position
   */
  private static Reading parse(byte[] stream, int bound, IntUnaryOperator next) {
    List<String> events = new ArrayList<>();
    EventStreamParser parser =
        new EventStreamParser(bound, (type, data) -> events.add(shown(type, data)));
    try {
      int at = 0;
      while (at < stream.length) {
        int end = Math.min(next.applyAsInt(at), stream.length);
        parser.push(stream, at, end - at);
        at = end;
      }
      return new Reading(events, false, parser.isUnfinished());
    } catch (TooBigException refusal) {
      Refusals.mustBeClear(refusal);
      return new Reading(events, true, false);
    }
  }

  private static String shown(String type, String data) {
    return type + "|" + data;
  }
}
