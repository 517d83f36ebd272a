package dev.bowline.compat.conformance;

/** There is no channel with the conformance application where one was to be checked. */
public final class UnreachableException extends RuntimeException {

  UnreachableException(String message) {
    super(message);
  }
}
