package dev.bowline.compat.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The outcomes, as the tables of the page. */
final class Table {
  /** Those that have a column. */
  static final List<Peer> PEERS = List.of(Peer.BOWLINE, Peer.SOCKET_IO, Peer.SOCKJS, Peer.COMETD);

  private final Map<Row, Map<Peer, List<Outcome>>> outcomes;
  private final StringBuilder text = new StringBuilder();

  private Table(Map<Row, Map<Peer, List<Outcome>>> outcomes) {
    this.outcomes = outcomes;
  }

  static String of(
      Map<String, Map<Peer, Double>> openings, Map<Row, Map<Peer, List<Outcome>>> outcomes) {
    Table table = new Table(outcomes);
    table.opens("Opened on a healthy network (in parentheses: by the bare WebSocket)", openings);
    table.tells(
        "First message at the page / at the server", row -> !row.isInMidStream(), Table::first);
    table.tells("Longest standstill", row -> true, all -> time(all, Outcome::standstill));
    table.tells("Lost, repeated, out of order, of 1,000", row -> true, Table::counts);
    table.tells("So often the fault struck", row -> row != Row.HEALTHY, Table::strikes);
    table.tellsTheRest();
    return table.text.toString();
  }

  private void opens(String title, Map<String, Map<Peer, Double>> openings) {
    if (openings.isEmpty()) {
      return;
    }
    List<Peer> peers = new ArrayList<>(List.of(Peer.WEBSOCKET));
    peers.addAll(PEERS);
    begins(title, peers);
    openings.forEach((network, medians) -> line(network, peers, peer -> opening(medians, peer)));
  }

  private void tells(String title, Predicate<Row> rows, Function<List<Outcome>, String> cell) {
    begins(title, PEERS);
    outcomes.forEach(
        (row, of) -> {
          if (rows.test(row) && isPublished(row)) {
            line(
                row.toString(),
                PEERS,
                peer -> of.containsKey(peer) ? cell.apply(of.get(peer)) : "");
          }
        });
  }

  /** What has no column. */
  private void tellsTheRest() {
    text.append("\n### With other settings\n\n")
        .append("| | | first message | longest standstill | lost, repeated, out of order |\n")
        .append("|---|---|---|---|---|\n");
    for (Peer peer : Peer.values()) {
      if (!PEERS.contains(peer)) {
        outcomes.forEach(
            (row, of) -> {
              if (of.containsKey(peer) && isPublished(row)) {
                tells(row, peer, of.get(peer));
              }
            });
      }
    }
  }

  private void tells(Row row, Peer peer, List<Outcome> all) {
    text.append(
        "| %s | %s | %s | %s | %s |%n"
            .formatted(peer, row, first(all), time(all, Outcome::standstill), counts(all)));
  }

  /** A row whose fault has not struck everybody in every run says nothing. */
  private boolean isPublished(Row row) {
    return outcomes.getOrDefault(row, Map.of()).values().stream()
        .flatMap(List::stream)
        .allMatch(it -> it.isOf(row));
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

  private static String opening(Map<Peer, Double> medians, Peer peer) {
    double millis = medians.getOrDefault(peer, Outcome.NEVER);
    double bare = medians.getOrDefault(Peer.WEBSOCKET, Outcome.NEVER);
    return "%.1f ms (%.2f)".formatted(millis, millis / bare);
  }

  private static String first(List<Outcome> all) {
    return time(all, Outcome::firstDown) + " / " + time(all, Outcome::firstUp);
  }

  private static String strikes(List<Outcome> all) {
    return "%.0f".formatted(Medians.of(all, Outcome::struck));
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
