package dev.bowline.compat.netns;

import dev.bowline.compat.host.Application;
import dev.bowline.compat.migration.Tally;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelServer;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The server's end, run in the namespace on the runnable jar: a channel for each lane, with times
 * so short that what is dead is noticed in seconds. Orders come on standard input, see {@link
 * Party}; what is asked is answered on standard output.
 */
final class ServerProgram {
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration POLL_HOLD = Duration.ofSeconds(2);
  private static final long PACE_MILLIS = 20;
  private static final int PENDING = 300;

  private ServerProgram() {}

  public static void main(String[] names) throws IOException {
    List<Lane> lanes = new ArrayList<>();
    ChannelServer.Builder builder = ChannelServer.builder().host("127.0.0.1").port(0);
    for (String name : names) {
      Lane lane = new Lane(name);
      lanes.add(lane);
      builder.channel("/" + name, lane.channel());
    }
    ScheduledExecutorService pacemaker = Executors.newSingleThreadScheduledExecutor();
    try (ChannelServer server = builder.build().start()) {
      System.out.println("port " + server.port());
      Future<?> pace =
          pacemaker.scheduleAtFixedRate(
              () -> lanes.forEach(Lane::sends), 0, PACE_MILLIS, TimeUnit.MILLISECONDS);
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String order;
      while ((order = orders.readLine()) != null) {
        String obeyed = order;
        System.out.println(
            lanes.stream()
                .map(lane -> lane.obeys(obeyed))
                .collect(Collectors.joining(",", "{", "}")));
      }
      pace.cancel(false);
    } finally {
      pacemaker.shutdownNow();
    }
  }

  /** One channel and the session that its client has settled on. */
  private static final class Lane {
    private final String name;
    private final Tally up = new Tally();
    private @Nullable Session session;
    private int strangers;
    private int sent;
    private boolean resting;
    private long heardAt;
    private long silence;

    Lane(String name) {
      this.name = name;
    }

    Channel channel() {
      return Channel.builder()
          .onMessage(this::hears)
          .heartbeat(HEARTBEAT)
          .pollHold(POLL_HOLD)
          .resumeTimeout(Duration.ofMinutes(5))
          .build();
    }

    /** A race of transports may open sessions of which the client keeps one, the one that talks. */
    private synchronized void hears(Session from, Message message) {
      if (session == null) {
        session = from;
      } else if (session != from) {
        strangers++;
        return;
      }
      endsSilence();
      up.counts(Application.payload(message));
    }

    private void endsSilence() {
      long now = System.nanoTime();
      silence = Math.max(silence, now - heardAt);
      heardAt = now;
    }

    synchronized void sends() {
      if (session != null && !resting && session.isOpen() && session.pendingMessages() < PENDING) {
        session.send(Application.message(Tally.message(sent++)));
      }
    }

    synchronized String obeys(String order) {
      if (order.equals("mark")) {
        heardAt = System.nanoTime();
        silence = 0;
      }
      resting |= order.equals("rest");
      if (resting && session != null) {
        session.acknowledged();
      }
      String state = session == null ? "none" : session.isOpen() ? "open" : "closed";
      return """
          "%s":{"sent":%d,"received":%d,"repeated":%d,"disordered":%d,"silence":%d,"pending":%d,\
          "strangers":%d,"session":"%s"}"""
          .formatted(
              name,
              sent,
              up.received(),
              up.repeated(),
              up.outOfOrder(),
              TimeUnit.NANOSECONDS.toMillis(silence),
              session == null ? 0 : session.pendingMessages(),
              strangers,
              state);
    }
  }
}
