package dev.bowline.compat.jsclient;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** What a middlebox does to the connections that run through it. */
enum Box {
  /** A WebSocket's handshake ends the connection. */
  REFUSES_UPGRADES,
  /** A WebSocket's handshake is answered with 101, and nothing follows. */
  SWALLOWS_FRAMES,
  /** Of an event stream only the headers pass. */
  MUTES_STREAMS;

  private static final byte[] NOTHING = {};

  /** One direction of a connection. */
  interface Filter {
    /** What goes on of the first {@code length} bytes. */
    byte[] passes(byte[] piece, int length) throws IOException;
  }

  /** A connection. Its two directions have threads of their own. */
  static final class Line {
    private final Set<Box> boxes;
    private final StringBuilder head = new StringBuilder();
    private volatile boolean headOnly;
    private int headEnd;

    Line(Set<Box> boxes) {
      this.boxes = boxes;
    }

    byte[] up(byte[] piece, int length) throws IOException {
      String text =
          new String(piece, 0, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
      if (text.startsWith("get ") || text.startsWith("post ")) {
        head.setLength(0);
      }
      head.append(text, 0, Math.min(length, Math.max(0, 8_192 - head.length())));
      boolean upgrades = head.indexOf("\r\nupgrade: websocket") >= 0;
      boolean streams = head.indexOf("\r\naccept: text/event-stream") >= 0;
      if (upgrades && boxes.contains(REFUSES_UPGRADES)) {
        throw new IOException("no upgrades");
      }
      headOnly =
          (upgrades && boxes.contains(SWALLOWS_FRAMES))
              || (streams && boxes.contains(MUTES_STREAMS));
      return Arrays.copyOf(piece, length);
    }

    byte[] down(byte[] piece, int length) {
      if (!headOnly) {
        return Arrays.copyOf(piece, length);
      }
      for (int i = 0; i < length; i++) {
        if (headEnd == 4) {
          return i == 0 ? NOTHING : Arrays.copyOf(piece, i);
        }
        boolean next = piece[i] == (headEnd % 2 == 0 ? '\r' : '\n');
        headEnd = next ? headEnd + 1 : piece[i] == '\r' ? 1 : 0;
      }
      return Arrays.copyOf(piece, length);
    }
  }
}
