package dev.bowline.server.transport;

/** A request that is refused, with what to tell the client. It has no stack trace. */
public final class RefusedException extends RuntimeException {
  private final transient Problem problem;

  public RefusedException(Problem problem) {
    super("refused with " + problem.status(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
