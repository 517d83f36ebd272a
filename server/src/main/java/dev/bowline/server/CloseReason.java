package dev.bowline.server;

/**
 * Why a session ended. Codes are those of RFC 6455 section 7.4, or 4000 + an HTTP status where
 * Bowline itself ended the session (4408: no connection for too long; 4429: a slow client; 4400: a
 * client that broke the protocol), or what an application chose.
 *
 * @param code the close code; 1006 for a bare WebSocket that vanished
 * @param reason for people; may be empty
 */
public record CloseReason(int code, String reason) {}
