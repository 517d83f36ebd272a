package dev.bowline.compat.conformance.peer;

import dev.bowline.compat.client.Json;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a server has said of itself when it was asked first. Where it says nothing usable, what the
 * page has by default stands here, so that one missing member fails one check and not all.
 */
public record Terms(
    Duration heartbeat,
    Duration resumeTimeout,
    Duration pollWait,
    int sendMessages,
    int sendBytes,
    int receiveMessages,
    int receiveBytes,
    int maxMessage,
    int maxBatch,
    Set<String> transports) {

  /** Those sizes that a message may have here. */
  public List<Integer> sizes(List<Integer> wanted) {
    return wanted.stream().filter(size -> size <= maxMessage).toList();
  }

  /** Reads the data of a {@code session} record. */
  public static Terms of(Json session) {
    return new Terms(
        Duration.ofMillis(number(session, "heartbeat", 20_000)),
        Duration.ofMillis(number(session, "resumeTimeout", 120_000)),
        Duration.ofMillis(number(session, "wait", 25_000)),
        number(session, "send", "messages", 1024),
        number(session, "send", "bytes", 1 << 22),
        number(session, "receive", "messages", 256),
        number(session, "receive", "bytes", 1 << 20),
        number(session, "maxMessage", 1 << 20),
        number(session, "maxBatch", 1 << 18),
        transports(session));
  }

  private static int number(Json json, String window, String member, int usual) {
    return json.has(window) ? number(json.get(window), member, usual) : usual;
  }

  private static int number(Json json, String member, int usual) {
    try {
      return json.has(member) ? json.number(member) : usual;
    } catch (AssertionError noNumber) {
      return usual;
    }
  }

  private static Set<String> transports(Json json) {
    try {
      return Set.copyOf(json.get("transports").strings());
    } catch (AssertionError | ClassCastException | IllegalArgumentException noList) {
      return Set.of("websocket", "sse", "polling");
    }
  }
}
