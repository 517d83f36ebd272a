package dev.bowline.compat.fuzzing;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A channel's handler with everything round it, and on the other end a {@link Script}: raw bytes,
 * requests, frames, and time that passes. Whatever is said, each request is answered by one of the
 * protocol's replies, nothing is logged, and in the end no session, connection or memory is left
 * that was not there before; two bystanders don't notice.
 */
public final class HandlerTarget {
  /** Where the next script is played: kept, as a server is, and given up when it has failed. */
  private static final AtomicReference<@Nullable Playground> PLAYGROUND = new AtomicReference<>();

  private HandlerTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Playground kept = PLAYGROUND.getAndSet(null);
    Playground playground = kept == null ? new Playground() : kept;
    playground.plays(Script.of(input));
    PLAYGROUND.set(playground);
  }
}
