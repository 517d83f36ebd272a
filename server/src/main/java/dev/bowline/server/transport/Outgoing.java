package dev.bowline.server.transport;

import dev.bowline.server.session.RecordSink;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one pull brought: payloads and records in order, to be written as one. Not thread-safe.
 *
 * <p>Most pulls bring one message; that one needs no list.
 */
final class Outgoing implements RecordSink {
  /** A {@link Payload} or a {@link ProtocolRecord}. */
  private @Nullable Object first;

  private List<Object> others = List.of();
  private long size;
  private long position = -1;
  private ProtocolRecord.@Nullable Close close;

  @Override
  public void message(long number, Payload payload) {
    add(payload);
    size += payload.size() + 1L;
    position = number;
  }

  @Override
  public void record(ProtocolRecord record) {
    add(record);
    if (record instanceof ProtocolRecord.Close closing) {
      close = closing;
    } else if (record instanceof ProtocolRecord.Gap gap) {
      position = gap.to();
    } else if (record instanceof ProtocolRecord.SessionOpened opened) {
      position = opened.next() - 1;
    }
  }

  private void add(Object item) {
    if (first == null) {
      first = item;
      return;
    }
    if (others.isEmpty()) {
      others = new ArrayList<>(8);
    }
    others.add(item);
  }

  boolean isEmpty() {
    return first == null;
  }

  /** Bytes of the messages, with one more for each, as a pull counts them. */
  long size() {
    return size;
  }

  /** The close among them, which is the last. */
  ProtocolRecord.@Nullable Close close() {
    return close;
  }

  /** The error among them, if any. */
  ProtocolRecord.@Nullable Error error() {
    if (first instanceof ProtocolRecord.Error error) {
      return error;
    }
    for (Object item : others) {
      if (item instanceof ProtocolRecord.Error error) {
        return error;
      }
    }
    return null;
  }

  /** The number of the last message that the client will have when it has read all this, or -1. */
  long position() {
    return position;
  }

  /** Each in order as these two say; what they make nothing of is left out. */
  <T> List<T> as(
      Function<Payload, ? extends T> message,
      Function<ProtocolRecord, ? extends @Nullable T> record) {
    List<T> all = new ArrayList<>(1 + others.size());
    if (first != null) {
      addAs(first, message, record, all);
    }
    for (Object item : others) {
      addAs(item, message, record, all);
    }
    return all;
  }

  private static <T> void addAs(
      Object item,
      Function<Payload, ? extends T> message,
      Function<ProtocolRecord, ? extends @Nullable T> record,
      List<T> all) {
    T made =
        item instanceof Payload payload
            ? message.apply(payload)
            : record.apply((ProtocolRecord) item);
    if (made != null) {
      all.add(made);
    }
  }

  /** One buffer with the bytes of all these. A single one is not copied. */
  static ByteBuffer joined(List<ByteBuffer> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int size = 0;
    for (ByteBuffer part : parts) {
      size += part.remaining();
    }
    ByteBuffer all = ByteBuffer.allocate(size);
    parts.forEach(all::put);
    return all.flip();
  }
}
