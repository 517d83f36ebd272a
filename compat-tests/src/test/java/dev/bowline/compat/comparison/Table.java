package dev.bowline.compat.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The outcomes, as the tables of the page. */
final class Table {
  private static final List<Peer> PEERS =
      List.of(Peer.BOWLINE, Peer.SOCKET_IO, Peer.SOCKJS, Peer.COMETD);

  private final Map<Row, Map<Peer, List<Outcome>>> outcomes;
  private final StringBuilder text = new StringBuilder();

  private Table(Map<Row, Map<Peer, List<Outcome>>> outcomes) {
    this.outcomes = outcomes;
  }

  static String of(
      Map<String, Map<Peer, Double>> openings, Map<Row, Map<Peer, List<Outcome>>> outcomes) {
    Table table = new Table(outcomes);
    table.opens("Opened on a healthy network", openings);
    table.tells("First message at the page", all -> time(all, Outcome::firstDown));
    table.tells("First message at the server", all -> time(all, Outcome::firstUp));
    table.tells("Longest standstill", all -> time(all, Outcome::standstill));
    table.tells("Lost, repeated, out of order, of 1,000", Table::counts);
    table.tells("The fault struck", all -> "%.0f".formatted(Medians.of(all, Outcome::struck)));
    table.sweeps();
    return table.text.toString();
  }

  private void opens(String title, Map<String, Map<Peer, Double>> openings) {
    if (openings.isEmpty()) {
      return;
    }
    List<Peer> peers = new ArrayList<>(List.of(Peer.WEBSOCKET));
    peers.addAll(PEERS);
    begins(title, peers);
    openings.forEach(
        (network, medians) ->
            line(network, peers, peer -> "%.1f ms".formatted(medians.getOrDefault(peer, 0.0))));
  }

  private void tells(String title, Function<List<Outcome>, String> cell) {
    begins(title, PEERS);
    outcomes.forEach(
        (row, of) -> {
          if (of.values().stream().flatMap(List::stream).allMatch(it -> it.isOf(row))) {
            line(
                row.toString(),
                PEERS,
                peer -> of.containsKey(peer) ? cell.apply(of.get(peer)) : "");
          }
        });
  }

  /** What has no column, and rows that must not be published. */
  private void sweeps() {
    text.append('\n');
    outcomes.forEach(
        (row, of) ->
            of.forEach(
                (peer, all) -> {
                  long spared = all.stream().filter(it -> !it.isOf(row)).count();
                  if (spared > 0) {
                    text.append(
                        "Left out, “%s”: it struck %s in %d of %d runs only.%n"
                            .formatted(row, peer, all.size() - spared, all.size()));
                  } else if (!PEERS.contains(peer)) {
                    text.append(
                        "%s, “%s”: first message %s, longest standstill %s; %s.%n"
                            .formatted(
                                peer,
                                row,
                                time(all, Outcome::firstDown),
                                time(all, Outcome::standstill),
                                counts(all)));
                  }
                }));
  }

  private void begins(String title, List<Peer> peers) {
    text.append("\n### ").append(title).append("\n\n");
    line("", peers, Peer::toString);
    text.append("|---".repeat(peers.size() + 1)).append("|\n");
  }

  private void line(String title, List<Peer> peers, Function<Peer, String> cell) {
    text.append(
        peers.stream().map(cell).collect(Collectors.joining(" | ", "| " + title + " | ", " |\n")));
  }

  private static String counts(List<Outcome> all) {
    return "%.0f, %.0f, %.0f"
        .formatted(
            Medians.of(all, Outcome::lost),
            Medians.of(all, Outcome::repeated),
            Medians.of(all, Outcome::disordered));
  }

  private static String time(List<Outcome> all, ToDoubleFunction<Outcome> figure) {
    long never = all.stream().filter(it -> figure.applyAsDouble(it) == Outcome.NEVER).count();
    boolean sometimes = never > 0 && never < all.size();
    return time(Medians.of(all, figure))
        + (sometimes ? " (%s in %d of %d)".formatted(time(Outcome.NEVER), never, all.size()) : "");
  }

  private static String time(double millis) {
    if (millis == Outcome.NEVER) {
      return "> %d s".formatted(Run.LIMIT.toSeconds());
    }
    return millis < 1_000 ? "%.0f ms".formatted(millis) : "%.1f s".formatted(millis / 1_000);
  }
}
