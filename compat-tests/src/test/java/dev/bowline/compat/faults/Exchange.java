package dev.bowline.compat.faults;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A request and its reply, with the faults that struck them; a WebSocket is one as long as it is.
 */
final class Exchange {
  private final Conversation line;
  private final Request request;
  private final Head head;
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private volatile Flow toServer;
  private volatile Flow toClient;

  Exchange(Conversation line, Request request, Head head) {
    this.line = line;
    this.request = request;
    this.head = head;
    toServer = line.toServer();
    toClient = line.toClient();
  }

  Request request() {
    return request;
  }

  /** The request's head, as it came. */
  Head head() {
    return head;
  }

  Conversation line() {
    return line;
  }

  List<Fault> faults() {
    return faults;
  }

  /** From here on this happens to it. */
  void isStruckBy(Fault fault) throws IOException {
    line.notes(request + ": " + fault);
    faults.add(fault);
    fault.strikes(this);
  }

  /** The head as it goes on. */
  Head changed(Head head, Direction direction) {
    Head changed = head;
    for (Fault fault : faults) {
      changed = fault.changes(changed, direction);
    }
    return changed;
  }

  /** Always what flows now, whatever strikes meanwhile. */
  Flow flow(Direction direction) {
    return new Flow() {
      @Override
      public void passes(byte[] piece, int from, int length) throws IOException {
        current(direction).passes(piece, from, length);
      }

      @Override
      public void completes() throws IOException {
        current(direction).completes();
      }
    };
  }

  private Flow current(Direction direction) {
    return line.goesNowhere()
        ? Flow.NOWHERE
        : direction == Direction.TO_SERVER ? toServer : toClient;
  }

  /** Puts something before what flows in this direction. */
  synchronized void wraps(Direction direction, UnaryOperator<Flow> with) {
    if (direction == Direction.TO_SERVER) {
      toServer = with.apply(toServer);
    } else {
      toClient = with.apply(toClient);
    }
  }
}
