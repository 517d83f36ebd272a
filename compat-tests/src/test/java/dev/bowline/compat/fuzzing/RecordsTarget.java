package dev.bowline.compat.fuzzing;

import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.EventReader;
import dev.bowline.server.wire.EventStream;
import dev.bowline.server.wire.MalformedException;
import dev.bowline.server.wire.ProtocolRecord;
import dev.bowline.server.wire.WebSocketFrames;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The payload of a WebSocket text frame. It is taken or refused as {@link RecordJudge} says, and
 * what is taken means the same when it has been encoded again, as a frame or as an event.
 */
public final class RecordsTarget {
  private RecordsTarget() {}

  public static void fuzzerTestOneInput(byte[] frame) {
    boolean expected = RecordJudge.accepts(frame);
    ProtocolRecord record;
    try {
      record = WebSocketFrames.decodeText(frame.clone());
    } catch (MalformedException refusal) {
      Refusals.mustBeClear(refusal);
      if (expected) {
        throw new AssertionError("refused without need: " + refusal.getMessage());
      }
      return;
    }
    if (!expected) {
      throw new AssertionError("taken, and is no record: " + record);
    }
    mustBeTheSame(record, WebSocketFrames.decodeText(bytes(WebSocketFrames.encode(record))));
    if (!(record instanceof ProtocolRecord.Next || record instanceof ProtocolRecord.Attach)) {
      mustBeTheSame(record, throughAnEventStream(record));
    }
  }

  private static ProtocolRecord throughAnEventStream(ProtocolRecord record) {
    byte[] stream = bytes(EventStream.encode(record));
    List<Event> events = new EventReader(new ByteArrayInputStream(stream)).rest();
    if (events.size() != 1) {
      throw new AssertionError("one record became " + events.size() + " events");
    }
    return EventStream.decode(events.get(0).type(), events.get(0).data());
  }

  private static void mustBeTheSame(ProtocolRecord record, ProtocolRecord again) {
    if (!record.equals(again)) {
      throw new AssertionError(record + " became " + again);
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
