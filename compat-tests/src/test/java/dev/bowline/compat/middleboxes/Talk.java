package dev.bowline.compat.middleboxes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * What both ends of a channel behind a box have counted.
 *
 * @param box what stood in between
 * @param client what the client ran in
 */
record Talk(String box, String client, ServerEnd up, JsonObject down) {
  static final String HEADER =
      """
      | Box | Client | Transport at first | at the end | Switches | Connections lost | First message | Up | Down | Lost | Repeated | Out of order |
      |---|---|---|---|---|---|---|---|---|---|---|---|
      """;

  /** Everything came once and in order, in one session, and nothing was told but connections. */
  void isExact(int messages) {
    assertTrue(up.isPerfect(), this::details);
    assertEquals(messages, up.received(), this::details);
    assertEquals(messages, number("received"), this::details);
    for (String sin : List.of("lost", "repeated", "disordered", "damaged")) {
      assertEquals(0, number(sin), this::details);
    }
    assertEquals("open", type(heard().get(0)), this::details);
    for (JsonElement event : heard()) {
      assertTrue(
          List.of("open", "transport", "detached", "resumed", "close").contains(type(event)),
          this::details);
    }
    assertEquals(1000, up.closed().join().code(), this::details);
  }

  /** And no connection was lost: a box that is no less patient than the heartbeat has no reason. */
  void isUndisturbed() {
    assertEquals(0, connectionsLost(), this::details);
  }

  private int connectionsLost() {
    return (int) heard().asList().stream().filter(event -> type(event).equals("detached")).count();
  }

  private int number(String name) {
    return down.getAsJsonObject("down").get(name).getAsInt();
  }

  /** Lines of when, what, and more. */
  private JsonArray heard() {
    return down.getAsJsonArray("heard");
  }

  private static String type(JsonElement event) {
    return event.getAsString().split(" ", 3)[1];
  }

  String firstTransport() {
    return down.getAsJsonArray("transports").get(0).getAsString();
  }

  private String lastTransport() {
    JsonArray all = down.getAsJsonArray("transports");
    return all.get(all.size() - 1).getAsString();
  }

  String details() {
    return box + ", " + client + ": " + up + "; " + down;
  }

  /** A row of the table. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %d | %d | %,.0f ms | %d | %d | %d | %d | %d |",
        box,
        client,
        firstTransport(),
        lastTransport(),
        down.getAsJsonArray("transports").size() - 1,
        connectionsLost(),
        down.get("first").getAsDouble(),
        up.received(),
        number("received"),
        up.lost() + number("lost"),
        up.repeated() + number("repeated"),
        up.disordered() + number("disordered"));
  }
}
