package dev.bowline.benchmarks;

import dev.bowline.server.Channel;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.ChannelServer;
import dev.bowline.server.CloseReason;
import dev.bowline.server.Session;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A channel that tells everybody the time, 1 kB at a time, ten times a second, when it is ordered
 * to. A client that says anything is the one that is going to stop reading; it is kept an eye on.
 */
final class Broadcasting implements Subject {
  static final int MESSAGE_BYTES = 1024;
  static final int PER_SECOND = 10;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Channel channel;
  private final ChannelServer server;
  private volatile @Nullable Stopped stopped;

  /** What is known of the client that stopped reading. */
  private static final class Stopped {
    private final Session session;
    private final long since = System.nanoTime();
    private volatile int mostMessages;
    private volatile long mostBytes;
    private volatile String detached = "";
    private volatile String closed = "";

    Stopped(Session session) {
      this.session = session;
    }

    void look() {
      mostMessages = Math.max(mostMessages, session.pendingMessages());
      mostBytes = Math.max(mostBytes, session.pendingBytes());
    }

    void detached() {
      detached = String.format(Locale.ROOT, "line cut after %.0f s, ", seconds());
    }

    void closed(CloseReason reason) {
      closed =
          String.format(
              Locale.ROOT,
              "closed %d (%s) after %.0f s",
              reason.code(),
              reason.reason(),
              seconds());
    }

    private double seconds() {
      return (System.nanoTime() - since) / 1e9;
    }
  }

  /**
   * @param windowMessages the send window in messages; 0 for the default
   */
  Broadcasting(int windowMessages) {
    ChannelBuilder builder =
        Channel.builder()
            .onMessage((session, message) -> stopped = new Stopped(session))
            .onDetach(
                session -> {
                  Stopped watched = stopped;
                  if (watched != null && watched.session == session) {
                    watched.detached();
                  }
                })
            .onClose(
                (session, reason) -> {
                  Stopped watched = stopped;
                  if (watched != null && watched.session == session) {
                    watched.closed(reason);
                  }
                });
    if (windowMessages > 0) {
      builder.sendWindow(windowMessages, 4 * 1024 * 1024);
    }
    channel = builder.build();
    server = ChannelServer.builder().channel("/channel", channel).build().start();
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public int sessions() {
    return channel.sessions().size();
  }

  /** {@code broadcast N}; {@code held}: messages and bytes; {@code end} of the stopped one. */
  @Override
  public String order(String order) throws InterruptedException {
    Stopped watched = stopped;
    if (order.startsWith("broadcast ")) {
      broadcast(Integer.parseInt(order.substring("broadcast ".length())));
      return "done";
    }
    return switch (order) {
      case "held" -> watched == null ? "0 0" : watched.mostMessages + " " + watched.mostBytes;
      case "end" ->
          watched == null || watched.closed.isEmpty() ? "" : watched.detached + watched.closed;
      default -> Subject.super.order(order);
    };
  }

  private void broadcast(int messages) throws InterruptedException {
    CountDownLatch left = new CountDownLatch(messages);
    var sending =
        clock.scheduleAtFixedRate(
            () -> {
              if (left.getCount() > 0) {
                channel.broadcast(message());
                Stopped watched = stopped;
                if (watched != null) {
                  watched.look();
                }
                left.countDown();
              }
            },
            0,
            1_000 / PER_SECOND,
            TimeUnit.MILLISECONDS);
    left.await();
    sending.cancel(false);
  }

  private static String message() {
    String time = Delays.nowMicros() + " ";
    return time + "x".repeat(MESSAGE_BYTES - time.length());
  }
}
