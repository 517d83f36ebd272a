package dev.bowline.compat.client;

/**
 * The record that says that a connection is attached.
 *
 * @param token the secret that names the session
 * @param id its public name
 * @param resumed whether the session was there before
 * @param ack what the server has handled
 * @param next the number of the first message that follows
 * @param json all of it
 */
public record SessionRecord(
    String token, String id, boolean resumed, long ack, long next, Json json) {

  public static SessionRecord parse(String text) {
    Json json = Json.parse(text);
    return new SessionRecord(
        json.get("session").string(),
        json.get("id").string(),
        json.get("resumed").bool(),
        json.get("ack").number(),
        json.get("next").number(),
        json);
  }
}
