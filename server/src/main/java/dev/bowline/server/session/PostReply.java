package dev.bowline.server.session;

import dev.bowline.server.wire.ProtocolRecord;

/** Gives a post its answer, exactly once. May not block or throw. */
public interface PostReply {
  /** Everything up to {@code handled} has been handled. */
  void acknowledge(long handled);

  /** The session ended before the application had handled what the post brought. */
  void closed(ProtocolRecord.Close close);
}
