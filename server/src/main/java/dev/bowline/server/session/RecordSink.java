package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;

/**
 * Takes what a connection pulls, in order. Called under the session's lock: it gathers, and neither
 * writes nor blocks.
 */
public interface RecordSink {
  /** The next message. */
  void message(long number, Payload payload);

  /** Any other record. */
  void record(ProtocolRecord record);
}
