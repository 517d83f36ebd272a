package dev.bowline.server.wire;

import static java.util.Objects.requireNonNull;

/**
 * What came from the other side breaks the protocol's grammar. The message says what is wrong in
 * words fit to be sent back: it is short, and it never quotes the input at length.
 *
 * <p>Thrown for input that anybody may send at any rate, so it carries no stack trace.
 */
public class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MalformedException(String message) {
    super(message, null, false, false);
  }

  /** What is wrong; never null. */
  @Override
  public String getMessage() {
    return requireNonNull(super.getMessage());
  }
}
