package dev.bowline.compat.faults;

import dev.bowline.compat.client.Payload;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The server's side of many lanes: it knows by a session's first message which lane it belongs to.
 * Sessions that say nothing are openings that the network repeated, or that lost a race.
 */
final class Lanes implements AutoCloseable {
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private final List<Lane> lanes = new CopyOnWriteArrayList<>();
  private final Map<String, Lane> bySession = new ConcurrentHashMap<>();
  private final Host host = Host.of(channel().onMessage(this::hears));
  private volatile boolean over;

  /** Short terms, so that what is dead is found to be dead in seconds. */
  static ChannelBuilder channel() {
    return Channel.builder()
        .heartbeat(Duration.ofSeconds(1))
        .pollHold(Duration.ofSeconds(1))
        .resumeTimeout(Duration.ofSeconds(90))
        .opensPerSecond(100_000)
        .postsPerSecond(1_000_000)
        .drain(Duration.ZERO);
  }

  int port() {
    return host.port();
  }

  List<Lane> all() {
    return lanes;
  }

  void add(Lane lane) {
    lanes.add(lane);
  }

  /** Keeps all lanes going until it is closed. */
  void start() {
    Thread thread =
        new Thread(
            () -> {
              while (!over) {
                lanes.forEach(Lane::goesOn);
                LockSupport.parkNanos(PACE_NANOS);
              }
            },
            "lanes");
    thread.setDaemon(true);
    thread.start();
  }

  private void hears(Session session, Message message) {
    Lane known = bySession.get(session.id());
    if (known == null) {
      Lane lane = lanes.get(Integer.parseInt(message.text().substring("lane ".length())));
      bySession.put(session.id(), lane);
      lane.runsOver(session);
    } else {
      Payload payload = Application.payload(message);
      known.hears(payload);
    }
  }

  @Override
  public void close() {
    over = true;
    lanes.forEach(Lane::close);
    host.close();
  }
}
