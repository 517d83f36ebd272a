package dev.bowline.compat.conformance.wrong;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server that is right but for one thing.
 *
 * @param deviation what it does wrong, as one would say it of a server
 * @param clause where the protocol's page says otherwise: its section, and the bold word there
 * @param behind the server that it stands before
 * @param front what is changed on the way
 */
record WrongServer(String deviation, String clause, Behind behind, Deviation front) {

  /** The servers behind, each started once for all wrong ones. */
  enum Behind {
    /** The right one, with times so short that a check can wait for them. */
    RIGHT,
    /** Whose application has finished with every message as soon as it comes. */
    CARELESS,
    /** That takes more from a client than it says. */
    BOTTOMLESS,
    /** Whose sessions never end by themselves. */
    ETERNAL;

    RightServer starts() {
      return switch (this) {
        case RIGHT -> RightServer.started(RightServer::hasty);
        case CARELESS -> RightServer.started(Careless::new, RightServer::hasty);
        case BOTTOMLESS ->
            RightServer.started(
                channel -> RightServer.hasty(channel).receiveWindow(1 << 20, 1L << 30));
        case ETERNAL ->
            RightServer.started(
                channel -> RightServer.hasty(channel).resumeTimeout(Duration.ofHours(1)));
      };
    }
  }

  static WrongServer of(String deviation, String clause, Deviation front) {
    return new WrongServer(deviation, clause, Behind.RIGHT, front);
  }

  WrongServer behind(Behind other) {
    return new WrongServer(deviation, clause, other, front);
  }

  static List<WrongServer> all() {
    return Stream.of(
            WrongResources.all(),
            WrongRequests.all(),
            WrongRecords.all(),
            WrongWebSockets.all(),
            WrongEvents.all(),
            WrongBatches.all(),
            WrongTimes.all(),
            WrongMoves.all(),
            WrongCloses.all(),
            WrongPlainClients.all())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public String toString() {
    return deviation;
  }
}
