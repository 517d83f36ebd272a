package dev.bowline.benchmarks.servers;

/** A server that can tell all its clients something. */
interface Broadcaster {
  int port();

  /** Tells everybody. Not called concurrently. */
  void broadcast(byte[] message);
}
