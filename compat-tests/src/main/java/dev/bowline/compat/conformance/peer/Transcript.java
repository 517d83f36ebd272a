package dev.bowline.compat.conformance.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What went over the lines of one check, in the order in which it did: enough of it to understand a
 * failure, and no more. Thread-safe.
 */
final class Transcript {

  private static final int MOST_PASSAGES = 400;
  private static final int MOST_BYTES = 2_000;

  /**
   * @param line the number of the line, from 1
   * @param written whether the kit has written it
   * @param bytes the beginning of it
   * @param length of all of it
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes of the wire; passages are never compared
  record Passage(int line, boolean written, byte[] bytes, int length) {}

  private final List<Passage> passages = new ArrayList<>();

  synchronized void add(int line, boolean written, byte[] bytes, int offset, int length) {
    if (passages.size() < MOST_PASSAGES) {
      byte[] kept = Arrays.copyOfRange(bytes, offset, offset + Math.min(length, MOST_BYTES));
      passages.add(new Passage(line, written, kept, length));
    }
  }

  /** Whether anything has come back. */
  synchronized boolean hasHeard() {
    return passages.stream().anyMatch(passage -> !passage.written());
  }

  /** In the form of the page's own examples. */
  synchronized String text() {
    return new Exchange(List.copyOf(passages)).text();
  }
}
