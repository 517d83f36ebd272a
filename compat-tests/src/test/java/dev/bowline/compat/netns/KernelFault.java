package dev.bowline.compat.netns;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What is done to the packets, and to which clients.
 *
 * @param name as it is printed
 * @param strikes sets the rules
 * @param lasts until they are taken away again; empty: they stay
 * @param early whether it is there before the clients are
 * @param lanes the clients: a name, and the transports that each may use
 */
record KernelFault(
    String name,
    Consumer<Firewall> strikes,
    Optional<Duration> lasts,
    boolean early,
    Map<String, List<String>> lanes) {

  private static final List<String> ANY = List.of("websocket", "sse", "polling");

  /** A client on each transport, and one that chooses. */
  private static final Map<String, List<String>> EACH =
      new TreeMap<>(
          Map.of(
              "websocket", List.of("websocket"),
              "sse", List.of("sse"),
              "polling", List.of("polling"),
              "choosing", ANY));

  private static final String DROP = "-j DROP";
  private static final String RESET = "-j REJECT --reject-with tcp-reset";
  private static final String UPGRADE = "-m string --algo bm --icase --string upgrade:";

  static List<KernelFault> all() {
    return List.of(
        healing("dropped both ways", 5, KernelFault::dropsAll),
        healing("reset", 1, wall -> wall.up(RESET)),
        healing("reset and SYN dropped", 5, KernelFault::hangsNewConnections),
        healing("reset and upgrades dropped", 5, KernelFault::dropsUpgrades),
        healing("8 percent lost", 10, KernelFault::loses),
        lasting("the present dropped both ways", KernelFault::dropsThePresent),
        lasting("the present dropped on the way up", wall -> wall.upOfThePresent(DROP)),
        lasting("the present dropped on the way down", wall -> wall.downOfThePresent(DROP)),
        new KernelFault(
            "upgrades dropped from the start",
            wall -> wall.up(UPGRADE + " " + DROP),
            Optional.empty(),
            true,
            new TreeMap<>(
                Map.of(
                    "choosing", ANY,
                    "websocket-sse", List.of("websocket", "sse"),
                    "websocket-polling", List.of("websocket", "polling")))));
  }

  private static KernelFault healing(String name, int seconds, Consumer<Firewall> strikes) {
    return new KernelFault(name, strikes, Optional.of(Duration.ofSeconds(seconds)), false, EACH);
  }

  private static KernelFault lasting(String name, Consumer<Firewall> strikes) {
    return new KernelFault(name, strikes, Optional.empty(), false, EACH);
  }

  private static void dropsAll(Firewall wall) {
    wall.up(DROP);
    wall.down(DROP);
  }

  private static void dropsThePresent(Firewall wall) {
    wall.upOfThePresent(DROP);
    wall.downOfThePresent(DROP);
  }

  /** What is there is reset, so that everyone comes anew; who comes anew hears nothing. */
  private static void hangsNewConnections(Firewall wall) {
    wall.up("--syn " + DROP);
    wall.up(RESET);
  }

  /**
   * A box that looks into packets: what is there is reset, and no WebSocket comes through again.
   */
  private static void dropsUpgrades(Firewall wall) {
    wall.up(UPGRADE + " " + DROP);
    wall.upOfThePresent(RESET);
  }

  private static void loses(Firewall wall) {
    wall.up("-m statistic --mode random --probability 0.08 " + DROP);
    wall.down("-m statistic --mode random --probability 0.08 " + DROP);
  }

  @Override
  public String toString() {
    return name + lasts.map(it -> " for " + it.toSeconds() + " s").orElse(", for good");
  }
}
