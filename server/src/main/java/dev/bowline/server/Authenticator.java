package dev.bowline.server;

import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Says whose request it is. Asked for every request of a channel: the one that opens a session and
 * all that continue it, which must come from a principal of the same name.
 *
 * <p>Called in a thread of the network: answer at once, or later through the stage. A stage that
 * fails refuses the request with 500.
 */
@FunctionalInterface
public interface Authenticator {
  /** Answers for one request. */
  CompletionStage<Answer> authenticate(ClientRequest request);

  /**
   * The answer.
   *
   * @param principal whose request it is; empty for nobody's in particular
   * @param refusal why it is refused, for the client; empty if it is not
   */
  record Answer(Optional<Principal> principal, Optional<String> refusal) {
    /** It is this principal's. */
    public static CompletionStage<Answer> accept(Principal principal) {
      return CompletableFuture.completedStage(new Answer(Optional.of(principal), Optional.empty()));
    }

    /** The same, for a principal that is only a name. */
    public static CompletionStage<Answer> accept(String name) {
      return accept(new Named(name));
    }

    /** It is nobody's in particular, and welcome. */
    public static CompletionStage<Answer> anonymous() {
      return CompletableFuture.completedStage(new Answer(Optional.empty(), Optional.empty()));
    }

    /** It is refused with 401. */
    public static CompletionStage<Answer> refuse(String reason) {
      return CompletableFuture.completedStage(new Answer(Optional.empty(), Optional.of(reason)));
    }
  }

  /**
   * A principal that is only a name.
   *
   * @param getName the name
   */
  record Named(String getName) implements Principal {}
}
