package dev.bowline.compat.faults;

import dev.bowline.server.Transport;
import java.util.List;

/** What happens in a lane: how far its messages may go, and what becomes of its proxy. */
interface Course {

  /** The transports that the client may use, best first. */
  List<Transport> transports();

  /** Does what is due; called again and again once the session is there. */
  void goesOn(Lane lane);

  /** How many messages may have been sent down by now. */
  int limit(Lane lane);

  /** Whether no more will be sent, and all that must have come up has. */
  boolean isOver(Lane lane);

  /** What the client has to have been told of transports, if that is certain. */
  default List<Transport> expected() {
    return List.of();
  }

  /** How often a fault has struck. */
  int strikes();
}
