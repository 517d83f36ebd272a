package dev.bowline.compat.client;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What a client does that is refused: the right-hand column of the protocol's section 8. */
final class Refusals {

  private Refusals() {}

  static void judge(ReliableClient client, long number, HttpReply reply) {
    judge(client, number, 4000 + reply.status(), reply.status() + " " + reply.text());
  }

  /** A reply to an attach that is not the newest is ignored, errors included. */
  static void judge(ReliableClient client, long number, int code, String what) {
    if (!client.log().isNewest(number)) {
      return;
    }
    switch (code) {
      case 4404, 4408, 4409, 4410 -> client.isOver(what);
      case 4429, 4503, 1012, 1013 -> throw new UncheckedIOException(new IOException(what));
      default -> throw new AssertionError(what);
    }
  }
}
