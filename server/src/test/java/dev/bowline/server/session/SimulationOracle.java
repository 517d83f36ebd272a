package dev.bowline.server.session;

import static dev.bowline.server.session.SimulatedApplication.check;

import dev.bowline.server.session.SessionTerms.Overflow;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What must hold of a simulated session, seen from outside: from what both applications have and
 * what the session says of itself. The order of messages, the client and the application check for
 * themselves as they come.
 */
final class SimulationOracle {
  private final SessionTerms terms;
  private final LogicalSession session;
  private final SimulatedClient client;
  private final SimulatedApplication application;
  private final IntSupplier retired;

  SimulationOracle(
      SessionTerms terms,
      LogicalSession session,
      SimulatedClient client,
      SimulatedApplication application,
      IntSupplier retired) {
    this.terms = terms;
    this.session = session;
    this.client = client;
    this.application = application;
    this.retired = retired;
  }

  /** What holds after every event. */
  void checkBounds() {
    int kept = session.pendingMessages();
    long bytes = session.pendingBytes();
    check(kept >= 0 && bytes >= 0, "less than nothing is kept: " + this);
    check(kept <= terms.send().messages(), "more messages are kept than may be: " + this);
    check(kept <= 1 || bytes <= terms.send().bytes(), "more bytes are kept than may be: " + this);
    if (session.closed().isEmpty() && terms.overflow() != Overflow.DROP_OLDEST) {
      check(
          kept >= application.appended() - client.received(),
          "something was released that the client has not got: " + this);
    }
    check(client.released() <= application.received(), "acknowledged unseen: " + this);
    check(application.received() <= session.accepted(), "made up a message: " + this);
    int expected = session.closed().isPresent() ? 1 : 0;
    check(retired.getAsInt() == expected, "retired " + retired.getAsInt() + " times");
  }

  /** What holds when the session has come to rest. */
  void checkEnd() {
    Optional<ProtocolRecord.Close> closed = session.closed();
    if (closed.isEmpty()) {
      return;
    }
    int code = closed.get().code();
    boolean expected =
        switch (code) {
          case 1000 -> client.closedItself() || application.closedItself();
          case 1011 -> application.hasFailed();
          case 4408 -> true;
          case 4429 -> terms.overflow() == Overflow.CLOSE;
          default -> false;
        };
    check(expected, "closed with " + code + ": " + this);
    check(closed.get().equals(application.told()), "the application was told another close");
    boolean drained = application.closedItself() && closed.get().reason().equals("that was all");
    if (drained
        && !client.closedItself()
        && !application.hasFailed()
        && !application.wasTooLate()) {
      checkDelivered("closed before everything had arrived");
    }
  }

  /** Whether everything has arrived, or the session is over and both ends know it. */
  boolean isSettled() {
    if (session.closed().isPresent()) {
      return application.told() != null && client.isOver();
    }
    return session.isOpen()
        && client.received() == application.appended()
        && client.released() == client.sent()
        && application.received() == client.sent()
        && !application.isHeldBack()
        && session.pendingMessages() == 0;
  }

  void checkDelivered(String otherwise) {
    check(client.received() == application.appended(), otherwise + ": " + this);
  }

  @Override
  public String toString() {
    return "the client has "
        + client.received()
        + " of "
        + application.appended()
        + " messages, the application "
        + application.received()
        + " of "
        + client.sent()
        + ", of which "
        + client.released()
        + " are released; kept "
        + session.pendingMessages()
        + ", closed "
        + session.closed()
        + ", open "
        + session.isOpen();
  }
}
