package dev.bowline.compat.conformance.peer;

import dev.bowline.compat.client.HttpReply;
import java.util.Objects;

/** What must be so; else an error says what was expected and what came instead. */
public final class Expect {

  private Expect() {}

  /** Fails unless both are equal. */
  public static void equal(String what, Object expected, Object got) {
    if (!Objects.equals(expected, got)) {
      throw new AssertionError("%s: expected %s, got %s".formatted(what, expected, got));
    }
  }

  /** Fails unless it is so; the sentence says what is, if it is not. */
  public static void that(boolean so, String otherwise) {
    if (!so) {
      throw new AssertionError(otherwise);
    }
  }

  /** Fails unless a reply has this status; hands it on. */
  public static HttpReply status(int expected, HttpReply reply) {
    if (reply.status() != expected) {
      throw new AssertionError("expected status %d, got %s".formatted(expected, reply.status()));
    }
    return reply;
  }

  /** Fails unless a request is refused by this status, and by a record with this code. */
  public static void refused(int status, int code, HttpReply reply) {
    try (reply) {
      status(status, reply);
      equal("type of the refusal", "text/event-stream", reply.type());
      var record = reply.next();
      String kind = status == 410 ? "close" : "error";
      Expect.that(record.is(kind), "expected the record " + kind + ", got " + record);
      equal("code of the record " + kind, code, record.json().number("code"));
    }
  }

  /** Refused as malformed. */
  public static void malformed(HttpReply reply) {
    refused(400, 4400, reply);
  }

  /** Waits for the reply to an accepted batch or acknowledgement, and checks its number. */
  public static void acknowledged(long expected, HttpReply reply) {
    try (reply) {
      status(200, reply);
      equal("the number of the ack record", expected, reply.next("ack").number());
    }
  }
}
