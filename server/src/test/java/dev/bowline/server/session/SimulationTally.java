package dev.bowline.server.session;

import dev.bowline.server.wire.ProtocolRecord;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What happened in many histories: whether they were worth playing. Not thread-safe. */
final class SimulationTally {
  private long webSockets;
  private long streams;
  private long polls;
  private final Map<Integer, Long> closes = new TreeMap<>();
  private long histories;
  private long events;
  private long lost;
  private long repeated;
  private long posts;
  private long up;
  private long down;
  private long dropped;
  private long reloads;

  void connects(SimulatedConnection.Kind kind) {
    switch (kind) {
      case WEBSOCKET -> webSockets++;
      case STREAM -> streams++;
      case POLL -> polls++;
    }
  }

  void loses() {
    lost++;
  }

  void repeats() {
    repeated++;
  }

  void posts() {
    posts++;
  }

  void reloads() {
    reloads++;
  }

  void ends(
      int played, long handled, long received, long gone, ProtocolRecord.@Nullable Close close) {
    histories++;
    events += played;
    up += handled;
    down += received;
    dropped += gone;
    closes.merge(close == null ? 0 : close.code(), 1L, Long::sum);
  }

  void add(SimulationTally other) {
    webSockets += other.webSockets;
    streams += other.streams;
    polls += other.polls;
    other.closes.forEach((code, count) -> closes.merge(code, count, Long::sum));
    histories += other.histories;
    events += other.events;
    lost += other.lost;
    repeated += other.repeated;
    posts += other.posts;
    up += other.up;
    down += other.down;
    dropped += other.dropped;
    reloads += other.reloads;
  }

  long histories() {
    return histories;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(512);
    text.append(String.format("%,d histories, %,d events%n", histories, events));
    text.append(
        String.format(
            "connections: %,d WebSockets, %,d streams, %,d polls; %,d reloads%n",
            webSockets, streams, polls, reloads));
    text.append(
        String.format(
            "posts that arrived: %,d; requests and replies lost: %,d, repeated: %,d%n",
            posts, lost, repeated));
    text.append(
        String.format(
            "messages: %,d down (%,d more dropped by overflow), %,d up%n", down, dropped, up));
    text.append("ends:");
    closes.forEach(
        (code, count) ->
            text.append(
                String.format(" %s %,d", code == 0 ? "open and at rest" : "" + code, count)));
    return text.toString();
  }
}
