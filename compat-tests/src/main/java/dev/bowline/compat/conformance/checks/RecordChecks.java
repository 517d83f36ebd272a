package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Json;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Told;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import java.util.List;
import java.util.Set;

/** Section 3: the records, and the numbers in them. */
final class RecordChecks {

  private RecordChecks() {}

  static void declare(Checks checks) {
    checks
        .of(3, "Records")
        .must("a client may send a ping on a WebSocket", RecordChecks::clientsPing)
        .must("members that nobody knows are ignored", RecordChecks::unknownMembers)
        .must(
            "a record that no client sends ends the session with 4400", RecordChecks::notAClients);
    checks
        .of(3, "Session record")
        .onAll("every member is there, and of its kind", RecordChecks::members)
        .on(
            Checks.LASTING,
            "an attach says where both sides are, and that the session existed",
            RecordChecks::resumed)
        .on(
            Checks.LASTING,
            "ack is the last message that is handled, not accepted",
            RecordChecks::handledNotAccepted);
    checks
        .of(3, "next")
        .must("messages are counted from it", RecordChecks::countedFrom)
        .must("it may come again, moved on by a post beside", RecordChecks::movedOn)
        .must("it may come again without need", RecordChecks::withoutNeed)
        .must("beyond accepted + 1 it ends the session with 4400", RecordChecks::beyond)
        .must("behind the position it ends the session with 4400", RecordChecks::behind)
        .must("a message before any next ends the session with 4400", RecordChecks::messageBefore)
        .must("malformed it ends the session with 4400", RecordChecks::malformedNext);
    checks
        .of(3, "gap")
        .onAll("what was dropped is told, and counting goes on behind it", RecordChecks::gap)
        .onAll("a gap that was not acknowledged is told again", RecordChecks::gapAgain)
        .onAll("a gap begins at the connection's position", RecordChecks::gapFromPosition);
    checks
        .of(3, "Polls")
        .must("a poll has no session record", RecordChecks::noSessionRecord)
        .must("the first message of a poll is N+1", RecordChecks::pollsPosition);
  }

  private static void clientsPing(Peer peer) {
    try (WireWebSocket socket = open(peer)) {
      socket.sends("p").sends("n1").sends("mone");
      Expect.equal("the echo", Payload.text("one"), socket.nextMessage());
    }
  }

  private static void unknownMembers(Peer peer) {
    peer.needs("websocket");
    Session session = peer.session();
    try (WireWebSocket probe = session.probesByWebSocket()) {
      probe.next('p');
      probe.sends("t{\"colour\":\"red\",\"attach\":2,\"ack\":0,\"more\":{\"a\":[1,null]}}");
      Expect.equal("resumed", true, SessionRecord.parse(probe.next('s').data()).resumed());
      probe.sends("c{\"code\":4900,\"reason\":\"\",\"when\":1}").sendsClose(4900);
      Expect.equal("closed with", 4900, probe.closeCode());
    }
    session.isClosed(4900);
  }

  private static void notAClients(Peer peer) {
    for (String frame :
        List.of("z", "", "s{}", "g{\"from\":1,\"to\":2}", "r{\"after\":1}", "M", "é")) {
      try (WireWebSocket socket = peerWebSocket(peer)) {
        Session session = peer.sessionOf(socket);
        socket.sends(frame);
        Expect.equal("after '" + frame + "' closed with", 4400, socket.closeCode());
        session.isClosed(4400);
      }
    }
  }

  private static void members(Peer peer, Way way) {
    try (Connection connection = Connection.opens(peer.wire(), way)) {
      Json session = connection.session().json();
      for (String member :
          List.of("heartbeat", "resumeTimeout", "wait", "maxMessage", "maxBatch")) {
        Json number = session.get(member);
        Expect.that(number.number() > 0, member + " is " + number);
      }
      for (String window : List.of("send", "receive")) {
        Json messages = session.get(window);
        Expect.that(messages.number("messages") > 0, window + " is " + messages);
        Expect.that(messages.number("bytes") > 0, window + " is " + messages);
      }
      List<String> offered = session.get("transports").strings();
      Expect.that(!offered.isEmpty(), "no transport is on offer");
      for (String transport : offered) {
        boolean known = Set.of("websocket", "sse", "polling").contains(transport);
        Expect.that(known, "a transport that the page doesn't know: " + transport);
      }
    }
  }

  private static void resumed(Peer peer, Way way) {
    Session session = peer.sessionThatHas("a", "b", "c");
    session.delivers(2, 0, "a", "b", "c");
    try (Connection connection = session.attaches(way, 3, 1)) {
      SessionRecord record = connection.session();
      Expect.equal("session", session.token(), record.token());
      Expect.equal("resumed", true, record.resumed());
      Expect.equal("ack", 3L, record.ack());
      Expect.equal("next", 2L, record.next());
    }
  }

  private static void handledNotAccepted(Peer peer, Way way) {
    Session session = peer.session().says("!slow 60000");
    session.beginsPost(2, "a");
    session.awaitsAccepted(2);
    try (Connection connection = session.attaches(way, 2, 0)) {
      Expect.equal("ack", 1L, connection.session().ack());
    }
  }

  private static void countedFrom(Peer peer) {
    Session session;
    try (WireWebSocket first = peerWebSocket(peer)) {
      session = peer.sessionOf(first);
      first.sends("n1").sends("mone").sends("mtwo");
      Expect.equal("an echo", Payload.text("one"), first.nextMessage());
      Expect.equal("an echo", Payload.text("two"), first.nextMessage());
    }
    try (WireWebSocket second = session.webSocket(2, 2)) {
      second.session();
      second.sends("n2").sends("mtwo again").sends("mthree");
      Expect.equal("the echo of what is new", Payload.text("three"), second.nextMessage());
    }
  }

  private static void movedOn(Peer peer) {
    try (WireWebSocket socket = peerWebSocket(peer)) {
      Session session = peer.sessionOf(socket);
      for (int i = 1; i < 12; i += 3) {
        socket.sends("n" + i).sends("m" + i);
        Expect.equal("an echo", Payload.text("" + i), socket.nextMessage());
        Expect.acknowledged(i + 2, session.posts(i + 1, "" + (i + 1), "" + (i + 2)));
        Expect.equal("an echo", Payload.text("" + (i + 1)), socket.nextMessage());
        Expect.equal("an echo", Payload.text("" + (i + 2)), socket.nextMessage());
      }
    }
  }

  private static void withoutNeed(Peer peer) {
    try (WireWebSocket socket = open(peer)) {
      socket.sends("n1").sends("n1").sends("mone").sends("n2").sends("n2").sends("mtwo");
      Expect.equal("an echo", Payload.text("one"), socket.nextMessage());
      Expect.equal("an echo", Payload.text("two"), socket.nextMessage());
    }
  }

  private static void beyond(Peer peer) {
    for (String next : List.of("n3", "n9007199254740991")) {
      try (WireWebSocket socket = peerWebSocket(peer)) {
        Session session = peer.sessionOf(socket);
        socket.sends("n1").sends("mone").sends(next);
        Expect.equal("after " + next + " closed with", 4400, socket.closeCode());
        session.isClosed(4400);
      }
    }
  }

  private static void behind(Peer peer) {
    try (WireWebSocket socket = peerWebSocket(peer)) {
      Session session = peer.sessionOf(socket);
      socket.sends("n1").sends("mone").sends("mtwo").sends("n2");
      Expect.equal("closed with", 4400, socket.closeCode());
      session.isClosed(4400);
    }
  }

  private static void messageBefore(Peer peer) {
    try (WireWebSocket socket = peerWebSocket(peer)) {
      Session session = peer.sessionOf(socket);
      socket.sends("mone");
      Expect.equal("closed with", 4400, socket.closeCode());
      session.isClosed(4400);
    }
  }

  private static void malformedNext(Peer peer) {
    for (String next : List.of("n", "n0", "n-1", "nx", "n1.5", "n 1", "n1e0")) {
      try (WireWebSocket socket = open(peer)) {
        socket.sends(next);
        Expect.equal("after '" + next + "' closed with", 4400, socket.closeCode());
      }
    }
  }

  /** A session that has dropped some messages: only a plain client's does here. */
  private static Session overflowing(Peer peer) {
    peer.needs("sse");
    try (HttpReply plain = peer.wire().gets("", "Accept: text/event-stream")) {
      Session session = peer.sessionOf(plain);
      // Less than the window at a time: what it had no time to send it might drop.
      int half = half(peer);
      for (int i = 0; i < 4; i++) {
        session.says("!push " + half);
        for (int j = 0; j < half; j++) {
          Connections.message(plain);
        }
      }
      return session;
    }
  }

  private static int half(Peer peer) {
    return (peer.terms().sendMessages() + 1) / 2;
  }

  private static void gap(Peer peer, Way way) {
    int window = peer.terms().sendMessages();
    Session session = overflowing(peer);
    try (Connection connection = session.attaches(way, 2, 5)) {
      Told gap = connection.awaits("gap");
      int to = gap.json().number("to");
      Expect.that(to >= window, "messages are kept beyond the window: " + gap.data());
      Payload behind = peer.text("" + to % half(peer));
      Expect.equal("the message behind it", behind, connection.nextMessage());
    }
  }

  private static void gapAgain(Peer peer, Way way) {
    Session session = overflowing(peer);
    String first;
    try (Connection connection = session.attaches(way, 2, 5)) {
      first = connection.awaits("gap").data();
    }
    try (Connection connection = session.attaches(way, 3, 5)) {
      Expect.equal("the gap on the next connection", first, connection.awaits("gap").data());
    }
  }

  private static void gapFromPosition(Peer peer, Way way) {
    Session session = overflowing(peer);
    for (int position : List.of(3, 9)) {
      try (Connection connection = session.attaches(way, position, position)) {
        Told gap = connection.awaits("gap");
        Expect.equal("from, at position " + position, position + 1, gap.json().number("from"));
      }
    }
  }

  private static void noSessionRecord(Peer peer) {
    Session session = peer.sessionThatHas("x");
    try (HttpReply poll = session.polls(2, 0)) {
      for (Event event : Expect.status(200, poll).events().rest()) {
        Expect.that(!event.is("session"), "a poll with a session record");
      }
    }
  }

  private static void pollsPosition(Peer peer) {
    Session session = peer.sessionThatHas("1", "2", "3");
    session.delivers(2, 0, "1", "2", "3");
    session.delivers(3, 1, "2", "3");
    session.delivers(4, 3);
  }

  private static WireWebSocket peerWebSocket(Peer peer) {
    peer.needs("websocket");
    return peer.opensWebSocket();
  }

  private static WireWebSocket open(Peer peer) {
    WireWebSocket socket = peerWebSocket(peer);
    socket.session();
    return socket;
  }
}
