package dev.bowline.server.transport;

import dev.bowline.server.session.RecordSink;
import dev.bowline.server.wire.EventStream;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one pull brought: payloads and records in order, to be written as one. Not thread-safe. */
final class Outgoing implements RecordSink {
  /** Each a {@link Payload} or a {@link ProtocolRecord}. */
  private final List<Object> items = new ArrayList<>(4);

  private long position = -1;
  private ProtocolRecord.@Nullable Close close;

  @Override
  public void message(long number, Payload payload) {
    items.add(payload);
    position = number;
  }

  @Override
  public void record(ProtocolRecord record) {
    items.add(record);
    if (record instanceof ProtocolRecord.Close closing) {
      close = closing;
    } else if (record instanceof ProtocolRecord.Gap gap) {
      position = gap.to();
    } else if (record instanceof ProtocolRecord.SessionOpened opened) {
      position = opened.next() - 1;
    }
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  List<Object> items() {
    return items;
  }

  /** The close among them, which is the last. */
  ProtocolRecord.@Nullable Close close() {
    return close;
  }

  /** The number of the last message that the client will have when it has read all this, or -1. */
  long position() {
    return position;
  }

  /** All of it in the event-stream grammar. A single payload is not copied. */
  ByteBuffer eventStream() {
    if (items.size() == 1) {
      return event(items.get(0));
    }
    List<ByteBuffer> events = new ArrayList<>(items.size());
    int size = 0;
    for (Object item : items) {
      ByteBuffer event = event(item);
      size += event.remaining();
      events.add(event);
    }
    ByteBuffer all = ByteBuffer.allocate(size);
    events.forEach(all::put);
    return all.flip();
  }

  private static ByteBuffer event(Object item) {
    return item instanceof Payload payload
        ? payload.eventStream()
        : EventStream.encode((ProtocolRecord) item);
  }
}
