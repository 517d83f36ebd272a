package dev.bowline.compat.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * What both ends of one channel have counted.
 *
 * @param fault what struck
 * @param lane the channel
 * @param up the server's figures
 * @param down the client's
 * @param met how many packets the fault has met, on all lanes
 */
record LaneReport(String fault, String lane, JsonObject up, JsonObject down, long met) {

  int upReceived() {
    return number(up, "received");
  }

  int downReceived() {
    return number(down, "received");
  }

  /** Whether everything that was sent has come and is acknowledged. */
  boolean isSettled() {
    return upReceived() >= number(down, "sent")
        && downReceived() >= number(up, "sent")
        && number(up, "pending") == 0
        && number(down, "buffered") == 0;
  }

  LaneReport with(long packets, LaneReport earlier) {
    up.add("silence", earlier.up.get("silence"));
    down.add("silence", earlier.down.get("silence"));
    return new LaneReport(fault, lane, up, down, packets);
  }

  void isExact() {
    assertTrue(isSettled(), this::details);
    assertEquals(number(down, "sent"), upReceived(), this::details);
    assertEquals(number(up, "sent"), downReceived(), this::details);
    for (JsonObject end : List.of(up, down)) {
      assertEquals(0, number(end, "repeated"), this::details);
      assertEquals(0, number(end, "disordered"), this::details);
    }
    assertEquals(0, number(up, "strangers"), this::details);
    assertEquals("open", up.get("session").getAsString(), this::details);
    for (String event : List.of("damaged", "reset", "gap", "error", "close")) {
      assertEquals(0, number(down, event), this::details);
    }
    assertTrue(met > 0, "no packet has met the fault");
  }

  private String details() {
    return this + " " + up + " " + down;
  }

  private static int number(JsonObject end, String name) {
    return end.get(name).getAsInt();
  }

  private static int lost(JsonObject from, JsonObject to) {
    return number(from, "sent") - (number(to, "received") - number(to, "repeated"));
  }

  @Override
  public String toString() {
    return "%-45s %-17s up %4d, down %4d, %d lost, %d repeated, %d out of order; longest silence up %4.1f s, down %4.1f s; %d detached; by %s; %d packets met it"
        .formatted(
            fault,
            lane,
            upReceived(),
            downReceived(),
            lost(down, up) + lost(up, down),
            number(up, "repeated") + number(down, "repeated"),
            number(up, "disordered") + number(down, "disordered"),
            number(up, "silence") / 1e3,
            number(down, "silence") / 1e3,
            number(down, "detached"),
            down.get("transports"),
            met);
  }
}
