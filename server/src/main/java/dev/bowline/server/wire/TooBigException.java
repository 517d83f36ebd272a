package dev.bowline.server.wire;

/**
 * A message or an event is bigger than it may be here. A kind of {@link MalformedException}, so
 * that nobody who forgets it lets it through; who answers 413 rather than 400 catches it first.
 */
public final class TooBigException extends MalformedException {
  private static final long serialVersionUID = 1;

  public TooBigException(String message) {
    super(message);
  }
}
