package dev.bowline.server;

/** A session is closed, so what was asked of it can't be done. */
public final class SessionClosedException extends RuntimeException {
  SessionClosedException(String id) {
    super("session " + id + " is closed");
  }
}
