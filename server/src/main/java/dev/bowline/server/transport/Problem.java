package dev.bowline.server.transport;

import dev.bowline.server.session.CloseCode;
import dev.bowline.server.wire.ProtocolRecord;

/**
 * Why a request is refused, in both of the forms that a client can be told.
 *
 * @param status the status of HTTP
 * @param record the error or close record
 */
public record Problem(int status, ProtocolRecord record) {
  public static Problem malformed(String reason) {
    return new Problem(400, CloseCode.MALFORMED.error(reason));
  }

  public static Problem unknownSession() {
    return new Problem(404, CloseCode.UNKNOWN_SESSION.error("no such session"));
  }

  public static Problem closed(ProtocolRecord.Close close) {
    return new Problem(410, close);
  }

  public static Problem superseded() {
    return new Problem(409, CloseCode.SUPERSEDED.error("a newer attach has been seen"));
  }

  public static Problem transportOff(String transport) {
    return new Problem(
        406, CloseCode.TRANSPORT_OFF.error("the transport " + transport + " is not on offer"));
  }

  public static Problem tooBig(String reason) {
    return new Problem(413, CloseCode.TOO_BIG.error(reason));
  }

  public static Problem tooFast(String reason) {
    return new Problem(429, CloseCode.TRY_LATER.error(reason));
  }

  public static Problem overloaded(String reason) {
    return new Problem(503, CloseCode.TRY_LATER.error(reason));
  }

  public static Problem draining() {
    return new Problem(503, CloseCode.RESTART.error("the server is going down"));
  }

  public static Problem unauthenticated(String reason) {
    return new Problem(401, CloseCode.UNAUTHENTICATED.error(reason));
  }

  public static Problem forbiddenOrigin() {
    return new Problem(
        403, new ProtocolRecord.Error(4403, "this origin is not allowed on this channel"));
  }

  public static Problem methodNotAllowed() {
    return new Problem(405, new ProtocolRecord.Error(4405, "no such method here"));
  }

  public static Problem failed() {
    return new Problem(500, CloseCode.APPLICATION_FAILED.error("the server failed"));
  }

  public static Problem upgradeRequired() {
    return new Problem(426, new ProtocolRecord.Error(4426, "WebSocket version 13 is needed"));
  }
}
