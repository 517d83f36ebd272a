package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.conformance.report.Clause;
import java.util.List;

/**
 * What the page says and no check looks at. What depends on the server that is checked, or on the
 * time that there is, stands in the report instead: a check that is not done says why.
 *
 * @param what a clause says
 * @param why nothing looks at it
 */
public record Unchecked(Clause clause, String what, String why) {

  private static final String DEFINITION = "a definition; sections 2 to 9 say what follows from it";
  private static final String CLIENT = "what a client does, not the server";
  private static final String INSIDE = "can't be seen from outside";
  private static final String APPLICATION = "the conformance application can't bring it about";

  public static List<Unchecked> all() {
    return List.of(
        of(1, "Session", "what a session is", DEFINITION),
        of(1, "Connection", "what a connection is", DEFINITION),
        of(1, "Numbers", "how messages are numbered", DEFINITION),
        of(1, "Outbox", "what is kept until when", DEFINITION),
        of(1, "Accepted and handled", "what the two words mean", DEFINITION),
        of(1, "Acknowledgement", "what the number means", DEFINITION),
        of(2, "Requests", "a description and a refusal open nothing", INSIDE),
        of(2, "Token", "it stands in no log, and its generator is secure", INSIDE),
        of(2, "Attach numbers", "what is done with replies to older attaches", CLIENT),
        of(2, "Newest connection", "which messages are taken", CLIENT),
        of(2, "Parameters", "a parameter that is never the same twice", CLIENT),
        of(2, "HTTP versions", "HTTP/2", "the kit speaks HTTP/1 only"),
        of(3, "Records", "reconnect", "only a server that is going down sends it"),
        of(3, "gap", "gaps for a client with a library", APPLICATION),
        of(4, "Refusals", "401", APPLICATION),
        of(4, "Below", "WebSocket over HTTP/2", "the kit speaks HTTP/1 only"),
        of(5, "Grammar", "lone surrogates that the application sends", APPLICATION),
        of(
            6,
            "When to acknowledge",
            "at half a window, and for nothing with whatever else is sent",
            "only the clock tells it from the acknowledgement a second later"),
        of(6, "Heartbeat", "that a ping is answered at once", CLIENT),
        of(6, "Death", "when the server is taken for dead", CLIENT),
        of(6, "Send window", "closing with 4429, and dropping the oldest", APPLICATION),
        of(7, "Losing a session to somebody else", "opening a new session", CLIENT),
        of(7, "Page reload", "where the token is kept", CLIENT),
        of(8, "Cases", "401, 429 over a rate, 503, 1011 and 4429", APPLICATION),
        of(8, "Cases", "no network, any 5xx, or a reply that isn't ours", CLIENT),
        of(8, "Order of checks", "where authentication comes in", APPLICATION),
        of(9, "A bare WebSocket", "its session ends with the connection", INSIDE));
  }

  private static Unchecked of(int section, String clause, String what, String why) {
    return new Unchecked(new Clause(section, clause), what, why);
  }
}
