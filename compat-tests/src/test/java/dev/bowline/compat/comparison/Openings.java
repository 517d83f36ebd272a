package dev.bowline.compat.comparison;

import dev.bowline.compat.browsers.Chromium;
import dev.bowline.compat.browsers.Tab;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long it takes on a healthy network until the first message is there: one after the other in
 * turn, each time in a fresh page, with servers that have been asked before.
 */
final class Openings {
  private static final int WARM_UP = 5;

  private Openings() {}

  static Map<Peer, Double> medians(Chromium chromium, int times) {
    Map<Peer, Peer.Running> servers = new EnumMap<>(Peer.class);
    Map<Peer, List<Double>> measured = new EnumMap<>(Peer.class);
    Map<Peer, Tab> tabs = new EnumMap<>(Peer.class);
    try {
      for (Peer peer : Peer.values()) {
        Peer.Running server = peer.start(0);
        servers.put(peer, server);
        measured.put(peer, new ArrayList<>());
        tabs.put(peer, Run.opens(chromium, peer, server.port(), 0));
      }
      for (int i = -WARM_UP; i < times; i++) {
        for (Map.Entry<Peer, Tab> entry : tabs.entrySet()) {
          Peer peer = entry.getKey();
          Tab tab = entry.getValue();
          tab.navigate(Run.page(peer, servers.get(peer).port(), 0));
          tab.await("window.ready");
          double took = tab.evaluate("begins()").getAsDouble();
          if (i >= 0) {
            measured.get(peer).add(took);
          }
        }
      }
    } finally {
      tabs.values().forEach(Tab::close);
      servers.values().forEach(Peer.Running::close);
    }
    Map<Peer, Double> medians = new EnumMap<>(Peer.class);
    measured.forEach((peer, times1) -> medians.put(peer, Medians.of(times1, it -> it)));
    return medians;
  }
}
