package dev.bowline.benchmarks.servers;

/** A server that can tell all its clients something. */
interface Broadcaster {
  int port();

  /** How many clients or sessions it knows of. */
  int sessions();

  /** Tells everybody. Not called concurrently. */
  void broadcast(byte[] message);
}
