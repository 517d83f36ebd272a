package dev.bowline.server.topic;

import dev.bowline.server.wire.Payload;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of a topic's messages, from 1, and the newest of them, as far as the {@link
 * Retention} goes. What is kept is always the end of the row, without a hole.
 *
 * <p>Append is O(1) and drops what has to go; {@link #since} is O(kept). Time is given in
 * milliseconds from any origin, never going back. Not thread-safe.
 */
public final class TopicLog {
  private record Kept(Payload payload, long at) {}

  /**
   * What somebody gets who comes now.
   *
   * @param next the number of the first message
   * @param complete whether nothing is missing between the position asked for and that
   * @param kept the messages from {@code next} to the last
   */
  public record Rest(long next, boolean complete, List<Payload> kept) {
    /** The bytes of what is kept. */
    public long bytes() {
      return kept.stream().mapToLong(Payload::size).sum();
    }
  }

  private final String epoch;
  private final Retention retention;
  private final ArrayDeque<Kept> kept = new ArrayDeque<>(1);
  private long bytes;
  private long last;

  public TopicLog(String epoch, Retention retention) {
    this.epoch = epoch;
    this.retention = retention;
  }

  /** The place behind the last message. */
  public Position position() {
    return new Position(epoch, last);
  }

  /** The number of the next message. */
  public long next() {
    return last + 1;
  }

  /** Counts the message {@link #next}, and keeps it if it may. */
  public void append(Payload payload, long now) {
    last++;
    if (retention.messages() > 0) {
      kept.add(new Kept(payload, now));
      bytes += payload.size();
      trim(now);
    }
  }

  /** Drops what is over one of the bounds. */
  public void trim(long now) {
    while (!kept.isEmpty() && goes(kept.element(), now)) {
      bytes -= kept.remove().payload().size();
    }
  }

  private boolean goes(Kept oldest, long now) {
    return kept.size() > retention.messages()
        || bytes > retention.bytes()
        || now - oldest.at() >= retention.ageMillis();
  }

  /** Whether nothing is kept. */
  public boolean isEmpty() {
    return kept.isEmpty();
  }

  /** What follows after this position; after the last message if there is none. */
  public Rest since(Optional<Position> since, long now) {
    trim(now);
    if (since.isEmpty()) {
      return new Rest(next(), true, List.of());
    }
    Position position = since.get();
    long oldest = next() - kept.size();
    if (!position.epoch().equals(epoch)) {
      return from(oldest, false);
    }
    if (position.number() > last) {
      return from(next(), false);
    }
    long wanted = position.number() + 1;
    return from(Math.max(wanted, oldest), wanted >= oldest);
  }

  private Rest from(long next, boolean complete) {
    long skipped = next - (next() - kept.size());
    return new Rest(next, complete, kept.stream().skip(skipped).map(Kept::payload).toList());
  }
}
