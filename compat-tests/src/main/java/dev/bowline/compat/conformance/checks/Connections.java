package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;

/** What comes on a stream, past the records that may come at any time. */
final class Connections {

  private Connections() {}

  /** The next event that is neither a ping nor an ack. */
  static Event afterAcks(HttpReply stream) {
    Event event = stream.nextButPings();
    while (event.is("ack")) {
      event = stream.nextButPings();
    }
    return event;
  }

  /** The next message. */
  static Payload message(HttpReply stream) {
    return afterAcks(stream).payload();
  }
}
