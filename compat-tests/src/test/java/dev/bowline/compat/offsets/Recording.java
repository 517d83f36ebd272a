package dev.bowline.compat.offsets;

import java.util.ArrayList;
import java.util.List;

/** How many bytes pass on each connection of an exchange, up and down, when nothing is cut. */
final class Recording {
  private final List<Long> up = new ArrayList<>();
  private final List<Long> down = new ArrayList<>();

  /** Exchanges differ a little in what comes together; the longest of each counts. */
  void adds(List<Passage.Passed> exchange) {
    for (int i = 0; i < exchange.size(); i++) {
      if (exchange.get(i).up() == 0) {
        // Some clients open connections for which they find no use.
        break;
      }
      if (i == up.size()) {
        up.add(0L);
        down.add(0L);
      }
      up.set(i, Math.max(up.get(i), exchange.get(i).up()));
      down.set(i, Math.max(down.get(i), exchange.get(i).down()));
    }
  }

  /** A cut at every byte, before the first and after each, once by RST and once by FIN. */
  List<Cut> cuts() {
    List<Cut> cuts = new ArrayList<>();
    for (int connection = 0; connection < up.size(); connection++) {
      adds(cuts, connection, true, up.get(connection));
      adds(cuts, connection, false, down.get(connection));
    }
    return cuts;
  }

  /** The same, but at each byte by one of the two, in turn. */
  List<Cut> cutsInTurn() {
    return cuts().stream()
        .filter(cut -> (cut.offset() % 2 == 0) == (cut.end() == Cut.End.RST))
        .toList();
  }

  private static void adds(List<Cut> cuts, int connection, boolean goesUp, long length) {
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
            up.size(),
            up.stream().mapToLong(it -> it).sum(),
            down.stream().mapToLong(it -> it).sum());
  }
}
