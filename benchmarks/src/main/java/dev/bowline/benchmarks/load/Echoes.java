package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Says messages over many connections and counts what comes back, in one of two ways: each
 * connection has so many on their way, and says the next when one is back; or all together say so
 * many in a second, whatever comes back. Then a message's time counts from when it was meant to be
 * said, so that a server that stalls can't keep others from being counted (coordinated omission).
 */
public final class Echoes {
  private static final long MOST_MICROS = 60_000_000;
  private static final int DIGITS = 3;

  /**
   * What has come of one run.
   *
   * @param late how late the load generator itself was, in the second way
   */
  public record Account(
      long messages, double seconds, Histogram latency, Histogram late, int unanswered) {}

  private final Crowd crowd;
  private final List<EchoClient> clients = new ArrayList<>();
  private Histogram latency = new Histogram(MOST_MICROS, DIGITS);
  private Histogram late = new Histogram(MOST_MICROS, DIGITS);
  private long messages;
  private long startedAt;
  private long endsAt;
  private boolean isPaced;
  private @Nullable CompletableFuture<Account> run;

  public Echoes(Crowd crowd) {
    this.crowd = crowd;
  }

  /** Opens the connections. */
  public void open(InetSocketAddress server, int count, boolean bowline)
      throws InterruptedException {
    BrowserRequest requests = new BrowserRequest(server);
    for (int index = 0; index < count; index++) {
      clients.add(bowline ? EchoClient.bowline(this, requests) : EchoClient.plain(this, requests));
    }
    crowd.open(clients);
  }

  /** Keeps so many messages of each connection on their way. */
  public CompletableFuture<Account> saturate(int window, double seconds) {
    CompletableFuture<Account> done = new CompletableFuture<>();
    crowd.execute(
        () -> {
          begin(seconds, false, done);
          for (EchoClient client : clients) {
            for (int count = 0; count < window; count++) {
              client.say(startedAt);
            }
          }
        });
    return done;
  }

  /** Says so many messages in a second, each connection in its turn. */
  public CompletableFuture<Account> pace(double perSecond, double seconds) {
    CompletableFuture<Account> done = new CompletableFuture<>();
    crowd.execute(
        () -> {
          begin(seconds, true, done);
          crowd.keep(new Turns(1e9 / perSecond));
        });
    return done;
  }

  private void begin(double seconds, boolean paced, CompletableFuture<Account> done) {
    latency = new Histogram(MOST_MICROS, DIGITS);
    late = new Histogram(MOST_MICROS, DIGITS);
    messages = 0;
    isPaced = paced;
    run = done;
    startedAt = System.nanoTime();
    endsAt = startedAt + (long) (seconds * 1e9);
  }

  /** A message is back. */
  void back(EchoClient client, long said, long now) throws IOException {
    messages++;
    latency.recordValue(Math.min(MOST_MICROS, Math.max(0, now - said) / 1_000));
    if (isPaced) {
      return;
    }
    if (now < endsAt) {
      client.say(now);
    } else {
      endIfAllAreBack(now);
    }
  }

  /** Ends the run; what isn't back a while after its end never will be. */
  private void endIfAllAreBack(long now) {
    int away = clients.stream().mapToInt(EchoClient::away).sum();
    CompletableFuture<Account> done = run;
    if (done != null && (away == 0 || now > endsAt + 5_000_000_000L)) {
      run = null;
      crowd.keep(null);
      done.complete(new Account(messages, (now - startedAt) / 1e9, latency, late, away));
    }
  }

  private final class Turns implements Crowd.Pace {
    private final double interval;
    private long said;

    Turns(double interval) {
      this.interval = interval;
    }

    @Override
    public void go(long now) throws IOException {
      if (now >= endsAt) {
        endIfAllAreBack(now);
        return;
      }
      long due = startedAt + (long) (said * interval);
      while (due <= now) {
        late.recordValue(Math.min(MOST_MICROS, (now - due) / 1_000));
        clients.get((int) (said % clients.size())).say(due);
        said++;
        due = startedAt + (long) (said * interval);
      }
    }
  }
}
