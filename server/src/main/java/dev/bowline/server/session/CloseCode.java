package dev.bowline.server.session;

import dev.bowline.server.wire.ProtocolRecord;

/**
 * The close codes that Bowline itself uses: RFC 6455 section 7.4.1, or 4000 + the HTTP status that
 * means the same.
 */
public enum CloseCode {
  NORMAL(1000),
  GOING_AWAY(1001),
  TOO_BIG(1009),
  APPLICATION_FAILED(1011),
  RESTART(1012),
  TRY_LATER(1013),
  MALFORMED(4400),
  UNAUTHENTICATED(4401),
  UNKNOWN_SESSION(4404),
  TRANSPORT_OFF(4406),
  EXPIRED(4408),
  SUPERSEDED(4409),
  SLOW_CONSUMER(4429);

  /** What a connection that merely vanished is called; never on the wire. */
  public static final int LOST = 1006;

  private final int code;

  CloseCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  public ProtocolRecord.Close close(String reason) {
    return new ProtocolRecord.Close(code, reason);
  }

  public ProtocolRecord.Error error(String reason) {
    return new ProtocolRecord.Error(code, reason);
  }

  /** Whether an application or a client may close a session with this code. */
  public static boolean isAllowed(int code) {
    return switch (code) {
      case 1000, 1001, 1008, 1009, 1011, 1012, 1013 -> true;
      default -> code >= 3000 && code <= 4999;
    };
  }
}
