package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Told;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import java.util.List;

/** Section 2: who may carry a session, from where on, and what releases a message. */
final class AttachChecks {

  private AttachChecks() {}

  static void declare(Checks checks) {
    checks
        .of(2, "Attach numbers")
        .onAll("the connection that opens a session is number 1", AttachChecks::opening)
        .onMoves(
            "a higher number takes over, and the connection before is told 4409",
            AttachChecks::higher)
        .onMoves(
            "the same number takes over, and the connection before is ended without a record",
            AttachChecks::same)
        .onMoves("a lower number is refused with 409 and nothing else happens", AttachChecks::lower)
        .onAll("numbers may be left out", AttachChecks::holes)
        .must(
            "a held poll is answered with the record error 4409 by a higher number",
            AttachChecks::heldPoll)
        .must("a poll that comes twice is served the second time", AttachChecks::repeatedPoll)
        .onAll("an attach without a number counts as one higher", AttachChecks::byHand)
        .must("a refused attach takes no number", AttachChecks::refusedTakesNone);
    checks
        .of(2, "Positions")
        .onAll("the first message after an attach with ack=N is N+1", AttachChecks::position)
        .onAll("what was not acknowledged comes again", AttachChecks::again)
        .onAll("a position that was never sent is refused with 400", AttachChecks::neverSent)
        .onAll("a position that was released is refused with 400", AttachChecks::released);
    checks
        .of(2, "Newest connection")
        .must(
            "an acknowledgement counts up to the position of the attached connection",
            AttachChecks::acknowledgedOnStream)
        .must(
            "an acknowledgement of what no connection has carried releases nothing",
            AttachChecks::acknowledgedUnsent)
        .must(
            "with nothing attached it counts up to the last connection's position",
            AttachChecks::acknowledgedDetached);
  }

  private static void opening(Peer peer, Way way) {
    try (Connection opened = Connection.opens(peer.wire(), way)) {
      Session session = peer.sessionOf(opened);
      Expect.status(200, session.polls(1, 0)).close();
      Expect.status(200, session.polls(2, 0)).close();
      Expect.refused(409, 4409, session.polls(1, 0));
    }
  }

  private static void higher(Peer peer, Way from, Way to) {
    try (Connection old = Connection.opens(peer.wire(), from)) {
      Session session = peer.sessionOf(old).says("x");
      try (Connection taken = session.attaches(to, 2, 0)) {
        Expect.equal("the message on the new one", Payload.text("x"), taken.nextMessage());
        Expect.equal("the code of the error", 4409, old.awaits("error").json().number("code"));
        String end = old.awaitsTheEnd();
        Expect.that(from != Way.WEBSOCKET || end.equals("4409"), "closed with " + end);
      }
    }
  }

  private static void same(Peer peer, Way from, Way to) {
    Session session = peer.session();
    try (Connection old = session.attaches(from, 5, 0)) {
      old.session();
      session.says("x");
      Expect.equal("the message on the first", Payload.text("x"), old.nextMessage());
      try (Connection repeated = session.attaches(to, 5, 0)) {
        Expect.equal("the message on the second", Payload.text("x"), repeated.nextMessage());
        Told told = old.next();
        while (told.is("ack")) {
          told = old.next();
        }
        Expect.equal("what ends the first", "end", told.kind());
      }
    }
  }

  private static void lower(Peer peer, Way attached, Way late) {
    Session session = peer.sessionThatHas("one", "two");
    try (Connection current = session.attaches(attached, 7, 0)) {
      current.session();
      Expect.equal("before", texts("one", "two"), current.messages(2));
      try (Connection refused = session.attaches(late, 6, 2)) {
        Expect.equal("the code of the refusal", 4409, refused.refusal());
      }
      session.says("three");
      Expect.equal("after", Payload.text("three"), current.nextMessage());
    }
    // What the refused one acknowledged is still there.
    session.delivers(8, 0, "one", "two", "three");
  }

  private static void holes(Peer peer, Way way) {
    Session session = peer.sessionThatHas("x");
    try (Connection connection = session.attaches(way, 1_000_000, 0)) {
      Expect.equal("the message", Payload.text("x"), connection.nextMessage());
    }
    Expect.refused(409, 4409, session.polls(999_999, 0));
  }

  private static void heldPoll(Peer peer) {
    Session session = peer.session();
    Line poll = peer.wire().holdsPoll(session.token(), 5, 0, 20_000);
    try (HttpReply stream = session.streams(6, 0)) {
      stream.session();
      HttpReply told = HttpReply.on(poll);
      Event error = Connections.afterAcks(told);
      Expect.equal("what the poll is told", "error", error.type());
      Expect.equal("the code", 4409, error.json().number("code"));
    }
  }

  private static void repeatedPoll(Peer peer) {
    Session session = peer.session();
    Line first = peer.wire().holdsPoll(session.token(), 5, 0, 20_000);
    Line second = peer.wire().beginsPoll(session.token(), 5, 0, 20_000);
    List<Event> told = HttpReply.on(first).events().rest();
    Expect.that(told.stream().noneMatch(it -> it.is("error")), "the first is told " + told);
    session.says("x");
    Expect.equal("the second", peer.text("x"), Connections.message(HttpReply.on(second)));
  }

  private static void byHand(Peer peer, Way way) {
    Session session = peer.sessionThatHas("x");
    Expect.status(200, session.polls(7, 0)).close();
    String parameters = way == Way.POLL ? "ack=0&wait=0" : "ack=0";
    try (Connection connection = byHand(peer, session, way, parameters)) {
      Expect.equal("the message", Payload.text("x"), connection.nextMessage());
    }
    Expect.refused(409, 4409, session.polls(7, 0));
    Expect.status(200, session.polls(8, 0)).close();
  }

  private static Connection byHand(Peer peer, Session session, Way way, String parameters) {
    return Connection.asks(peer.wire(), way, "/" + session.token() + "?" + parameters);
  }

  private static void refusedTakesNone(Peer peer) {
    Session session = peer.session();
    Expect.refused(400, 4400, session.polls(50, 3));
    Expect.status(200, session.polls(2, 0)).close();
  }

  private static void position(Peer peer, Way way) {
    Session session = peer.sessionThatHas("1", "2", "3", "4", "5");
    session.delivers(2, 0, "1", "2", "3", "4", "5");
    try (Connection connection = session.attaches(way, 3, 3)) {
      Expect.equal("messages after ack=3", texts("4", "5"), connection.messages(2));
    }
  }

  private static void again(Peer peer, Way way) {
    Session session = peer.sessionThatHas("1", "2");
    for (int attach = 2; attach < 5; attach++) {
      try (Connection connection = session.attaches(way, attach, 0)) {
        Expect.equal("on attach " + attach, texts("1", "2"), connection.messages(2));
      }
    }
  }

  private static void neverSent(Peer peer, Way way) {
    Session session = peer.sessionThatHas("1");
    try (Connection connection = session.attaches(way, 2, 2)) {
      Expect.equal("the code of the refusal", 4400, connection.refusal());
    }
    session.delivers(3, 0, "1");
  }

  private static void released(Peer peer, Way way) {
    Session session = peer.sessionThatHas("1", "2");
    session.delivers(2, 0, "1", "2");
    session.delivers(3, 1, "2");
    try (Connection connection = session.attaches(way, 4, 0)) {
      Expect.equal("the code of the refusal", 4400, connection.refusal());
    }
    session.delivers(5, 1, "2");
  }

  private static void acknowledgedOnStream(Peer peer) {
    Session session = peer.sessionThatHas("1");
    try (HttpReply stream = session.streams(2, 0)) {
      stream.session();
      Expect.equal("the message", Payload.text("1"), stream.nextButPings().payload());
      Expect.status(200, session.acknowledges(1)).close();
    }
    Expect.malformed(session.polls(3, 0));
  }

  private static void acknowledgedUnsent(Peer peer) {
    Session session = peer.sessionThatHas("x");
    session.acknowledges(1).close();
    session.delivers(2, 0, "x");
  }

  private static void acknowledgedDetached(Peer peer) {
    Session session = peer.sessionThatHas("1", "2");
    session.delivers(2, 0, "1", "2");
    Expect.status(200, session.acknowledges(1)).close();
    session.delivers(3, 1, "2");
    Expect.malformed(session.polls(4, 0));
  }

  private static List<Payload> texts(String... texts) {
    return List.of(texts).stream().map(Payload::text).toList();
  }
}
