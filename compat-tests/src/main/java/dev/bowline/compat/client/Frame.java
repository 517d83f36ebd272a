package dev.bowline.compat.client;

import java.nio.charset.StandardCharsets;

/**
 * A WebSocket frame, or a message whose fragments have been put together.
 *
 * @param opcode as RFC 6455 numbers them
 * @param payload unmasked
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of the wire; frames are never compared
public record Frame(int opcode, byte[] payload) {

  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  /** The whole payload as text. */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  public boolean isClose() {
    return opcode == CLOSE;
  }

  /** The code of a Close, or 1005 where it names none. */
  public int closeCode() {
    if (!isClose()) {
      throw new AssertionError("no Close: " + this);
    }
    return payload.length < 2 ? 1005 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
  }

  public String closeReason() {
    return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
  }

  /** Whether this is a record of Bowline's whose first character is this one. */
  public boolean is(char kind) {
    return opcode == TEXT && payload.length > 0 && payload[0] == kind;
  }

  /** What follows the first character of a record. */
  public String data() {
    return text().substring(1);
  }

  public Json json() {
    return Json.parse(data());
  }

  /** The number that an {@code a} carries. */
  public long number() {
    return Long.parseLong(data());
  }

  public boolean isMessage() {
    return opcode == BINARY || is('m');
  }

  /** The message that a Bowline frame carries. */
  public Payload payloadOfMessage() {
    if (!isMessage()) {
      throw new AssertionError("no message: " + this);
    }
    return opcode == BINARY ? Payload.binary(payload) : Payload.text(data());
  }

  @Override
  public String toString() {
    return switch (opcode) {
      case TEXT -> "text " + (payload.length > 300 ? payload.length + " bytes" : text());
      case BINARY -> "binary " + payload.length + " bytes";
      case CLOSE -> "Close " + closeCode();
      default -> "opcode " + opcode + ", " + payload.length + " bytes";
    };
  }
}
