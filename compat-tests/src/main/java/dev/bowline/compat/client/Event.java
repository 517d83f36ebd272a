package dev.bowline.compat.client;

import java.util.List;

/**
 * One event of an event stream.
 *
 * @param type {@code message} where the stream names none
 * @param data its lines, joined by LF
 * @param comments the comments that came since the event before
 */
public record Event(String type, String data, List<String> comments) {

  public boolean is(String wanted) {
    return type.equals(wanted);
  }

  public boolean isMessage() {
    return is("message") || is("text") || is("binary");
  }

  /** The message that this event carries. */
  public Payload payload() {
    return switch (type) {
      case "message" -> Payload.text(data);
      case "text" -> Payload.text(Json.parse(data).string());
      case "binary" -> Payload.binary(java.util.Base64.getDecoder().decode(data));
      default -> throw new AssertionError("no message: " + this);
    };
  }

  public Json json() {
    return Json.parse(data);
  }

  /** The number that an {@code ack} carries. */
  public long number() {
    return Long.parseLong(data);
  }

  @Override
  public String toString() {
    return (type + " " + (data.length() > 300 ? data.substring(0, 300) + "…" : data)).trim();
  }
}
