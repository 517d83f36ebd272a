package dev.bowline.compat.comparison;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The outcomes, as the tables of the page. */
final class Table {
  private static final List<Peer> PEERS =
      List.of(Peer.BOWLINE, Peer.SOCKET_IO, Peer.SOCKJS, Peer.COMETD);

  private Table() {}

  static String of(Map<Peer, Double> openings, Map<Row, Map<Peer, List<Outcome>>> outcomes) {
    StringBuilder text = new StringBuilder();
    openings.forEach((peer, millis) -> text.append("%s %.1f ms%n".formatted(peer, millis)));
    text.append("\nTime to the first message down / up\n\n");
    rows(text, outcomes, all -> time(Outcome.median(all).firstDown()) + " / " + time(Outcome.median(all).firstUp()));
    text.append("\nLongest standstill\n\n");
    rows(text, outcomes, all -> time(Outcome.median(all).standstill()) + never(all));
    text.append("\nLost, repeated, out of order, of 1,000\n\n");
    rows(
        text,
        outcomes,
        all -> {
          Outcome it = Outcome.median(all);
          return it.lost() + ", " + it.repeated() + ", " + it.disordered();
        });
    return text.toString();
  }

  private static void rows(
      StringBuilder text,
      Map<Row, Map<Peer, List<Outcome>>> outcomes,
      Function<List<Outcome>, String> cell) {
    text.append(line("", Peer::toString)).append("|---|---|---|---|---|\n");
    outcomes.forEach(
        (row, of) ->
            text.append(
                line(
                    row.toString(),
                    peer -> of.containsKey(peer) ? cell.apply(of.get(peer)) : "")));
  }

  private static String line(String title, Function<Peer, String> cell) {
    return PEERS.stream().map(cell).collect(Collectors.joining(" | ", "| " + title + " | ", " |\n"));
  }

  private static String never(List<Outcome> all) {
    long count = all.stream().filter(it -> it.standstill() == Outcome.NEVER).count();
    return count == 0 ? "" : " (never %d of %d)".formatted(count, all.size());
  }

  private static String time(double millis) {
    return millis == Outcome.NEVER
        ? "never"
        : millis < 1_000 ? "%.0f ms".formatted(millis) : "%.1f s".formatted(millis / 1_000);
  }
}
