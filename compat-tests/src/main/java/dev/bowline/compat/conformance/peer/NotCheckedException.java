package dev.bowline.compat.conformance.peer;

/** A check finds that nothing can be said here: the server does not offer what it is about. */
public final class NotCheckedException extends RuntimeException {

  public NotCheckedException(String reason) {
    super(reason);
  }
}
