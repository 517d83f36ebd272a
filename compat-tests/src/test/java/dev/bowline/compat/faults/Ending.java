package dev.bowline.compat.faults;

import java.io.IOException;
import java.time.Duration;

/**
 * The end of a connection, at both ends or seen by one only. It comes at once, after a time, or
 * when so many bytes of the exchange, heads included, have passed in one direction; on what runs
 * already, both are counted from the strike. After 0 bytes means: when the first one is to pass.
 */
public final class Ending extends Fault {
  private final boolean byReset;
  private final boolean forClient;
  private final boolean forServer;
  private final When when;

  private interface When {
    void arranges(Exchange exchange, Runnable end) throws IOException;
  }

  private Ending(String name, boolean byReset, boolean forClient, boolean forServer, When when) {
    super(name);
    this.byReset = byReset;
    this.forClient = forClient;
    this.forServer = forServer;
    this.when = when;
  }

  static Ending by(boolean reset) {
    return new Ending(reset ? "reset" : "closed", reset, true, true, (exchange, end) -> end.run());
  }

  public Ending after(Duration time) {
    return timed(
        " after " + time.toMillis() + " ms",
        (exchange, end) -> exchange.line().proxy().later(time, end));
  }

  public Ending afterBytes(long bytes, Direction direction) {
    return timed(
        " after " + bytes + " bytes " + (direction == Direction.TO_CLIENT ? "down" : "up"),
        (exchange, end) -> exchange.wraps(direction, next -> new CountedFlow(next, bytes, end)));
  }

  /** The server goes on believing in it. */
  public Ending seenOnlyByTheClient() {
    return new Ending(this + " for the client", byReset, true, false, when);
  }

  /** The client goes on believing in it. */
  public Ending seenOnlyByTheServer() {
    return new Ending(this + " for the server", byReset, false, true, when);
  }

  private Ending timed(String words, When then) {
    return new Ending(this + words, byReset, forClient, forServer, then);
  }

  @Override
  void strikes(Exchange exchange) throws IOException {
    when.arranges(
        exchange,
        () -> {
          exchange.line().notes(exchange.request() + " is " + this);
          exchange.line().isEnded(byReset, forClient, forServer);
        });
  }

  private static final class CountedFlow extends Flow.Through {
    private final Runnable end;
    private long left;

    CountedFlow(Flow next, long bytes, Runnable end) {
      super(next);
      this.left = bytes;
      this.end = end;
    }

    @Override
    public void passes(byte[] piece, int from, int length) throws IOException {
      if (left < 0) {
        return;
      }
      int passed = (int) Math.min(left, length);
      next.passes(piece, from, passed);
      left -= passed;
      if (left == 0) {
        left = -1;
        end.run();
      }
    }
  }
}
