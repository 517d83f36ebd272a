package dev.bowline.compat.offsets;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A client that holds exchanges, many at a time. */
interface Speaker extends AutoCloseable {

  /**
   * What a client has to tell when it is done.
   *
   * @param heard the messages, as they are written
   * @param trouble what should never be; empty for nothing
   * @param isClean whether the server has confirmed the end
   */
  record Told(List<String> heard, String trouble, boolean isClean) {}

  /** Holds the exchange of this number over that port, and closes its session. */
  CompletableFuture<Told> holds(int exchange, int port);

  @Override
  void close();
}
