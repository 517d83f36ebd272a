package dev.bowline.compat.faults;

/** What can be known of a request when its head has come. {@code connection} counts from 1. */
public record Request(
    int connection, String method, String path, String query, boolean isUpgrade, String accept) {

  static Request of(int connection, Head head) {
    String[] target = head.word(1).split("\\?", 2);
    return new Request(
        connection,
        head.word(0),
        target[0],
        target.length > 1 ? target[1] : "",
        head.value("upgrade").equalsIgnoreCase("websocket"),
        head.value("accept"));
  }

  /** Whether the query has this parameter. */
  public boolean has(String parameter) {
    return ("&" + query).contains("&" + parameter + "=");
  }

  public boolean isStream() {
    return !isUpgrade && method.equals("GET") && accept.startsWith("text/event-stream");
  }

  /** A long poll, not the post that opens a session for polling. */
  public boolean isPoll() {
    return !isUpgrade && method.equals("GET") && !isStream() && has("attach");
  }

  /** Messages or an acknowledgement, not the post that opens a session for polling. */
  public boolean isPost() {
    return method.equals("POST") && !has("v");
  }

  @Override
  public String toString() {
    String kind = isUpgrade ? "upgrade " : isStream() ? "stream " : "";
    return "#"
        + connection
        + " "
        + kind
        + method
        + " "
        + path
        + (query.isEmpty() ? "" : "?")
        + query;
  }
}
