package dev.bowline.compat.offsets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many bytes pass on each connection of an exchange, up and down, when nothing is cut. */
final class Recording {
  private final Map<Cut.Which, Bytes> connections = new LinkedHashMap<>();

  private record Bytes(long up, long down) {
    Bytes atLeast(Bytes other) {
      return new Bytes(Math.max(up, other.up), Math.max(down, other.down));
    }
  }

  /** Exchanges differ a little in what comes together; the longest of each counts. */
  void adds(List<Passage.Passed> exchange) {
    exchange.forEach(
        it -> connections.merge(it.connection(), new Bytes(it.up(), it.down()), Bytes::atLeast));
  }

  /** A cut at every byte, before the first and after each, once by RST and once by FIN. */
  List<Cut> cuts() {
    List<Cut> cuts = new ArrayList<>();
    connections.forEach(
        (connection, bytes) -> {
          adds(cuts, connection, true, bytes.up());
          adds(cuts, connection, false, bytes.down());
        });
    return cuts;
  }

  /** The same, but at each byte by one of the two, in turn. */
  List<Cut> cutsInTurn() {
    return cuts().stream()
        .filter(cut -> (cut.offset() % 2 == 0) == (cut.end() == Cut.End.RST))
        .toList();
  }

  private static void adds(List<Cut> cuts, Cut.Which connection, boolean goesUp, long length) {
    for (long offset = 0; offset <= length; offset++) {
      for (Cut.End end : Cut.End.values()) {
        cuts.add(new Cut(connection, goesUp, offset, end));
      }
    }
  }

  @Override
  public String toString() {
    return "%d connections, %d bytes up, %d down"
        .formatted(
            connections.size(),
            connections.values().stream().mapToLong(Bytes::up).sum(),
            connections.values().stream().mapToLong(Bytes::down).sum());
  }
}
