package dev.bowline.compat.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Faults that keep bytes back, for a while or for ever. */
final class Delays extends Fault {
  private final Set<Direction> directions;
  private final UnaryOperator<Flow> change;

  private Delays(String name, Set<Direction> directions, UnaryOperator<Flow> change) {
    super(name);
    this.directions = directions;
    this.change = change;
  }

  static Fault toTheEnd() {
    return new Delays("buffered to the end", EnumSet.of(Direction.TO_CLIENT), Withheld::toTheEnd);
  }

  static Fault toTheSecondEvent() {
    return new Delays(
        "the first event held", EnumSet.of(Direction.TO_CLIENT), Withheld::toTheSecondEvent);
  }

  static Fault afterTheHead() {
    return new Delays("only the head passes", EnumSet.of(Direction.TO_CLIENT), HeadOnly::new);
  }

  static Fault paced(int bytesPerSecond) {
    return new Delays(
        "slowed to " + bytesPerSecond + " bytes/s",
        EnumSet.allOf(Direction.class),
        next -> new Slow(next, bytesPerSecond));
  }

  @Override
  void strikes(Exchange exchange) {
    directions.forEach(direction -> exchange.wraps(direction, change));
  }

  /** Keeps what comes until so many events have ended; an event ends with an empty line. */
  private static final class Withheld extends Flow.Through {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int awaited;
    private int last;

    private Withheld(Flow next, int events) {
      super(next);
      this.awaited = events;
    }

    static Flow toTheEnd(Flow next) {
      return new Withheld(next, Integer.MAX_VALUE);
    }

    static Flow toTheSecondEvent(Flow next) {
      return new Withheld(next, 2);
    }

    @Override
    public void passes(byte[] piece, int from, int length) throws IOException {
      for (int i = from; i < from + length && awaited > 0; i++) {
        // The lines of the head and of chunks end otherwise.
        awaited -= last == '\n' && piece[i] == '\n' ? 1 : 0;
        last = piece[i];
      }
      kept.write(piece, from, length);
      if (awaited == 0) {
        releases();
      }
    }

    @Override
    public void completes() throws IOException {
      releases();
      next.completes();
    }

    private void releases() throws IOException {
      next.passes(kept.toByteArray(), 0, kept.size());
      kept.reset();
    }
  }

  private static final class HeadOnly extends Flow.Through {
    private boolean passed;

    HeadOnly(Flow next) {
      super(next);
    }

    @Override
    public void passes(byte[] piece, int from, int length) throws IOException {
      // A head always comes in one piece of its own.
      if (!passed) {
        passed = true;
        next.passes(piece, from, length);
      }
    }
  }

  private static final class Slow extends Flow.Through {
    private static final int PIECES_A_SECOND = 20;

    private final int piece;

    Slow(Flow next, int bytesPerSecond) {
      super(next);
      piece = Math.max(1, bytesPerSecond / PIECES_A_SECOND);
    }

    @Override
    public void passes(byte[] bytes, int from, int length) throws IOException {
      for (int done = 0; done < length; done += piece) {
        int part = Math.min(piece, length - done);
        next.passes(bytes, from + done, part);
        sleeps(1000L / PIECES_A_SECOND * part / piece);
      }
    }

    private static void sleeps(long millis) throws IOException {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException stopped) {
        throw new InterruptedIOException();
      }
    }
  }
}
