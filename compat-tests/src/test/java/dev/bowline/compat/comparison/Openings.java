package dev.bowline.compat.comparison;

import dev.bowline.compat.browsers.Chromium;
import dev.bowline.compat.browsers.Tab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long it takes on a healthy network until the first message is there: one after the other in
 * turn, each time in a fresh page, with servers that have been asked before.
 */
final class Openings implements AutoCloseable {
  private static final int WARM_UP = 5;

  /** One of those that are compared, a way off, and its page. */
  private record Place(Peer.Running server, Distance distance, Tab tab, List<Double> took)
      implements AutoCloseable {
    @Override
    public void close() {
      tab.close();
      distance.close();
      server.close();
    }
  }

  private final Map<Peer, Place> places = new EnumMap<>(Peer.class);

  private Openings(Chromium chromium, Duration oneWay) {
    for (Peer peer : Peer.values()) {
      if (peer == Peer.WEBSOCKET || Table.PEERS.contains(peer)) {
        Peer.Running server = peer.start(0);
        Distance distance = Distance.of(oneWay, server.port());
        Tab tab = Run.opens(chromium, peer, distance.port(), 0);
        places.put(peer, new Place(server, distance, tab, new ArrayList<>()));
      }
    }
  }

  /** The medians of so many, with half of a round trip between browser and server. */
  static Map<Peer, Double> medians(Chromium chromium, int times, Duration oneWay) {
    try (Openings openings = new Openings(chromium, oneWay)) {
      for (int i = -WARM_UP; i < times; i++) {
        openings.places.forEach(i < 0 ? Openings::opens : Openings::measures);
      }
      Map<Peer, Double> medians = new EnumMap<>(Peer.class);
      openings.places.forEach((peer, place) -> medians.put(peer, Medians.of(place.took, it -> it)));
      return medians;
    }
  }

  private static void measures(Peer peer, Place place) {
    place.took.add(opens(peer, place));
  }

  private static double opens(Peer peer, Place place) {
    place.tab.navigate(Run.page(peer, place.distance.port(), 0));
    place.tab.await("window.ready");
    return place.tab.evaluate("begins()").getAsDouble();
  }

  @Override
  public void close() {
    places.values().forEach(Place::close);
  }
}
