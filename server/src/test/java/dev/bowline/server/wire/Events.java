package dev.bowline.server.wire;

import java.util.ArrayList;
import java.util.List;

/** What a parser delivered. */
record Events(List<Event> seen) implements EventStreamParser.Listener {
  record Event(String type, String data) {}

  Events() {
    this(new ArrayList<>());
  }

  @Override
  public void onEvent(String type, String data) {
    seen.add(new Event(type, data));
  }

  /** The events of a stream that comes in one piece. */
  static List<Event> of(byte[] stream) {
    return of(stream, stream.length);
  }

  /** The events of a stream that comes in pieces of one size, the last maybe shorter. */
  static List<Event> of(byte[] stream, int pieceSize) {
    Events events = new Events();
    EventStreamParser parser = new EventStreamParser(Integer.MAX_VALUE, events);
    for (int at = 0; at < stream.length; at += pieceSize) {
      parser.push(stream, at, Math.min(pieceSize, stream.length - at));
    }
    return events.seen();
  }

  /** The events of a stream that comes in two pieces. */
  static List<Event> cutAt(int cut, byte[] stream) {
    Events events = new Events();
    EventStreamParser parser = new EventStreamParser(Integer.MAX_VALUE, events);
    parser.push(stream, 0, cut);
    parser.push(stream, cut, stream.length - cut);
    return events.seen();
  }

  /** The records that a stream carries. */
  static List<ProtocolRecord> records(byte[] stream) {
    return of(stream).stream().map(e -> EventStream.decode(e.type(), e.data())).toList();
  }
}
