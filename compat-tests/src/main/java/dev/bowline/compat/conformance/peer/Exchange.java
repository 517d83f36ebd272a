package dev.bowline.compat.conformance.peer;

import dev.bowline.compat.client.Printable;
import dev.bowline.compat.conformance.peer.Transcript.Passage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes passages down as the examples of the protocol's page are: {@code 1>} is what was written
 * on the first line, {@code 1<} what came back there, and after an upgrade a line for each frame.
 */
final class Exchange {

  private static final int WIDEST = 220;
  private static final int MOST_LINES = 100;
  private static final int MOST_BYTES = 24;

  private final List<Passage> passages;
  private final StringBuilder text = new StringBuilder();

  /** Lines that are WebSockets. */
  private final Set<Integer> sockets = new HashSet<>();

  /** The beginning of a frame that was cut by the end of a passage. */
  private final Map<Direction, byte[]> beginnings = new HashMap<>();

  private record Direction(int line, boolean written) {}

  Exchange(List<Passage> passages) {
    this.passages = passages;
  }

  String text() {
    for (Passage passage : passages) {
      if (sockets.contains(passage.line())) {
        frames(passage, joined(passage));
      } else {
        http(passage);
      }
    }
    List<String> lines = text.toString().lines().toList();
    return lines.size() <= MOST_LINES
        ? text.toString()
        : lines.stream().limit(MOST_LINES / 2).collect(Collectors.joining("\n", "", "\n"))
            + "… %d lines more …\n".formatted(lines.size() - MOST_LINES)
            + lines.stream()
                .skip(lines.size() - MOST_LINES / 2L)
                .collect(Collectors.joining("\n", "", "\n"));
  }

  private void http(Passage passage) {
    String all = new String(passage.bytes(), StandardCharsets.ISO_8859_1);
    int head = all.indexOf("\r\n\r\n");
    boolean upgraded = !passage.written() && all.startsWith("HTTP/1.1 101 ") && head >= 0;
    byte[] shown = passage.bytes();
    if (upgraded) {
      shown = all.substring(0, head + 4).getBytes(StandardCharsets.ISO_8859_1);
    }
    new String(shown, StandardCharsets.UTF_8).lines().forEach(line -> show(passage, line));
    if (!upgraded && passage.length() > shown.length) {
      show(passage, "… %d bytes in all".formatted(passage.length()));
    }
    if (upgraded) {
      sockets.add(passage.line());
      frames(passage, all.substring(head + 4).getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static Direction direction(Passage passage) {
    return new Direction(passage.line(), passage.written());
  }

  private byte[] joined(Passage passage) {
    byte[] before = beginnings.getOrDefault(direction(passage), new byte[0]);
    byte[] bytes = new byte[before.length + passage.bytes().length];
    System.arraycopy(before, 0, bytes, 0, before.length);
    System.arraycopy(passage.bytes(), 0, bytes, before.length, passage.bytes().length);
    return bytes;
  }

  private void frames(Passage passage, byte[] bytes) {
    int at = 0;
    while (bytes.length - at >= 2) {
      FrameHead head = FrameHead.at(bytes, at);
      if (head.end() > bytes.length) {
        break;
      }
      show(passage, described(head, bytes));
      at = (int) head.end();
    }
    int left = bytes.length - at;
    boolean cut = passage.length() > passage.bytes().length;
    if (cut) {
      show(passage, "… %d bytes in all".formatted(passage.length()));
    }
    byte[] rest = new byte[cut ? 0 : left];
    System.arraycopy(bytes, at, rest, 0, rest.length);
    beginnings.put(direction(passage), rest);
  }

  private static String described(FrameHead head, byte[] bytes) {
    byte[] payload = head.payload(bytes);
    String shown =
        switch (head.opcode()) {
          case 0 -> "continuation " + new String(payload, StandardCharsets.UTF_8);
          case 1 -> new String(payload, StandardCharsets.UTF_8);
          case 8 ->
              payload.length < 2
                  ? "Close"
                  : "Close " + (((payload[0] & 0xff) << 8) | (payload[1] & 0xff));
          case 9 -> "Ping";
          case 10 -> "Pong";
          default -> hex(payload);
        };
    return head.last() ? shown : shown + " (to be continued)";
  }

  private static String hex(byte[] payload) {
    String bytes =
        IntStream.range(0, Math.min(payload.length, MOST_BYTES))
            .mapToObj(i -> "%02x".formatted(payload[i]))
            .collect(Collectors.joining(" "));
    return payload.length > MOST_BYTES
        ? "[%s … %d bytes]".formatted(bytes, payload.length)
        : "[%s]".formatted(bytes);
  }

  private void show(Passage passage, String line) {
    String printable = Printable.of(line);
    text.append(passage.line())
        .append(passage.written() ? "> " : "< ")
        .append(printable.length() > WIDEST ? printable.substring(0, WIDEST) + "…" : printable)
        .append('\n');
  }

  /** The head of a frame of RFC 6455, masked or not. */
  private record FrameHead(boolean last, int opcode, int payloadAt, long length, int maskAt) {

    static FrameHead at(byte[] bytes, int at) {
      int length = bytes[at + 1] & 0x7f;
      int wide = length == 126 ? 2 : length == 127 ? 8 : 0;
      long size = wide == 0 ? length : 0;
      for (int i = 0; i < wide && at + 2 + i < bytes.length; i++) {
        size = (size << 8) | (bytes[at + 2 + i] & 0xff);
      }
      boolean masked = (bytes[at + 1] & 0x80) != 0;
      int mask = at + 2 + wide;
      int payload = mask + (masked ? 4 : 0);
      return new FrameHead(
          (bytes[at] & 0x80) != 0, bytes[at] & 0x0f, payload, size, masked ? mask : -1);
    }

    long end() {
      return length < 0 || length > Integer.MAX_VALUE ? Long.MAX_VALUE : payloadAt + length;
    }

    byte[] payload(byte[] bytes) {
      byte[] payload = new byte[(int) length];
      for (int i = 0; i < payload.length; i++) {
        int mask = maskAt < 0 ? 0 : bytes[maskAt + (i & 3)];
        payload[i] = (byte) (bytes[payloadAt + i] ^ mask);
      }
      return payload;
    }
  }
}
