package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Way;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Terms;
import dev.bowline.compat.conformance.report.Clause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Where the files of the sections declare their checks. Not thread-safe. */
final class Checks {

  /** Transports whose connections last. */
  static final List<Way> LASTING = List.of(Way.WEBSOCKET, Way.STREAM);

  private final List<Check> all = new ArrayList<>();

  List<Check> all() {
    return List.copyOf(all);
  }

  /** Begins the checks of a clause. */
  Of of(int section, String name) {
    return new Of(new Clause(section, name), terms -> Duration.ZERO);
  }

  /** A check that is done on a transport. */
  @FunctionalInterface
  interface OnWay {
    void check(Peer peer, Way way) throws Exception;
  }

  /** A check that moves a session. */
  @FunctionalInterface
  interface OnMove {
    void check(Peer peer, Way from, Way to) throws Exception;
  }

  /** Declares checks of one clause. */
  final class Of {

    private final Clause clause;
    private final Function<Terms, Duration> lasts;

    private Of(Clause clause, Function<Terms, Duration> lasts) {
      this.clause = clause;
      this.lasts = lasts;
    }

    /** Those that follow take so long by the rules themselves. */
    Of lasting(Function<Terms, Duration> time) {
      return new Of(clause, time);
    }

    Of must(String sentence, Check.Procedure procedure) {
      all.add(new Check(clause, sentence, lasts, procedure));
      return this;
    }

    /** One check on each of the three. */
    Of onAll(String sentence, OnWay procedure) {
      return on(List.of(Way.values()), sentence, procedure);
    }

    Of on(List<Way> ways, String sentence, OnWay procedure) {
      for (Way way : ways) {
        must(
            sentence + " (" + way.inWords() + ")",
            peer -> {
              peer.needs(offered(way));
              procedure.check(peer, way);
            });
      }
      return this;
    }

    /** One check for each move from a connection that lasts to any other. */
    Of onMoves(String sentence, OnMove procedure) {
      for (Way from : LASTING) {
        for (Way to : Way.values()) {
          must(
              "%s (%s, then %s)".formatted(sentence, from.inWords(), to.inWords()),
              peer -> {
                peer.needs(offered(from));
                peer.needs(offered(to));
                procedure.check(peer, from, to);
              });
        }
      }
      return this;
    }
  }

  private static String offered(Way way) {
    return switch (way) {
      case WEBSOCKET -> "websocket";
      case STREAM -> "sse";
      case POLL -> "polling";
    };
  }
}
