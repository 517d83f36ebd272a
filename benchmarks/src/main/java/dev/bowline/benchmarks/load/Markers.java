package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Finds the numbers of messages in what one subscriber reads, whatever is around them: a message is
 * 100 bytes that begin with {@code #0000000042#}, and no protocol escapes any of them. Counts, by
 * those numbers, what is missing and what comes again.
 */
public final class Markers {
  /** The size of each message. */
  public static final int MESSAGE_BYTES = 100;

  private static final int DIGITS = 10;
  private static final int MARKER_BYTES = DIGITS + 2;
  private static final String FILLING = "x".repeat(MESSAGE_BYTES - MARKER_BYTES);

  private final Ledger ledger;
  private long next = 1;
  private long found;
  private int digits = -1;
  private long number;
  private int skip;

  /** For a subscriber that is there before the first message. */
  public Markers(Ledger ledger) {
    this(ledger, 0);
  }

  /** For one that is told {@code before} messages that aren't the ledger's first. */
  Markers(Ledger ledger, int before) {
    this.ledger = ledger;
    found = before;
  }

  /** The message of this number. */
  static ByteBuffer message(long number) {
    return US_ASCII.encode(String.format(Locale.ROOT, "#%010d#", number) + FILLING);
  }

  /** What follows comes over another connection: what is there of a message will come again. */
  void reset() {
    digits = -1;
    skip = 0;
  }

  /** How many messages have been found, with those before the first that the ledger counts. */
  long found() {
    return found;
  }

  /** Goes through what comes next; a message may be cut anywhere. */
  void scan(byte[] bytes, int from, int to, long now) throws IOException {
    int at = from;
    while (at < to) {
      if (skip > 0) {
        int passed = Math.min(skip, to - at);
        skip -= passed;
        at += passed;
        if (skip == 0) {
          found(number, now);
        }
      } else {
        take(bytes[at++]);
      }
    }
  }

  private void take(byte character) {
    if (digits == DIGITS && character == '#') {
      digits = -1;
      skip = MESSAGE_BYTES - MARKER_BYTES;
    } else if (digits >= 0 && digits < DIGITS && character >= '0' && character <= '9') {
      number = 10 * number + (character - '0');
      digits++;
    } else if (character == '#') {
      digits = 0;
      number = 0;
    } else {
      digits = -1;
    }
  }

  private void found(long what, long now) throws IOException {
    found++;
    if (what < next || what > ledger.published()) {
      ledger.repeated();
      return;
    }
    long expected = next;
    next = what + 1;
    if (what > expected) {
      ledger.missed(expected, what, now);
    }
    ledger.delivered(what, now);
  }
}
