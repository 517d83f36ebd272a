package dev.bowline.compat.offsets;

import dev.bowline.compat.client.Payload;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What is said in an exchange. The server says its first message by itself, the next two when it
 * has heard the client's first, and its last when it has heard the client's last; the client says
 * its last when it has heard three. So there is always something under way in both directions, of
 * every kind that has a form of its own. The client's messages tell which exchange they belong to,
 * with as many bytes for each.
 */
final class Conversation {
  /** Every number of an exchange has five digits. */
  static final int FIRST = 10_000;

  private static final byte[] OCTETS = {0, 13, 10, -1, -128};

  private static final List<Payload> DOWN =
      List.of(
          Payload.text("first"),
          Payload.binary(new byte[] {0, 13, 10, -1, -56}),
          Payload.text("down\rgr\u00fcn\r\n\ud83d\ude00\n"),
          Payload.text("last"));

  private Conversation() {}

  static List<Payload> up(int exchange) {
    return List.of(
        Payload.text(exchange + " one"),
        Payload.binary(ByteBuffer.allocate(9).putInt(exchange).put(OCTETS).array()),
        Payload.text(exchange + " gr\u00fcn\r\nzwei\rdrei\n\ud83d\ude00"),
        Payload.text(exchange + " last"));
  }

  static List<Payload> down() {
    return DOWN;
  }

  /** Which exchange a message of a client's belongs to. */
  static int exchange(Payload up) {
    return up instanceof Payload.Text text
        ? Integer.parseInt(text.text().substring(0, 5))
        : ((Payload.Binary) up).bytes().getInt(0);
  }

  /** A message as a script writes it into JSON. */
  static String written(Payload payload) {
    if (payload instanceof Payload.Text text) {
      return "t" + text.text();
    }
    StringBuilder hex = new StringBuilder("b");
    for (byte octet : ((Payload.Binary) payload).array()) {
      hex.append("%02x".formatted(octet));
    }
    return hex.toString();
  }
}
