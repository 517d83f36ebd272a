package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Json;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Told;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import java.time.Duration;
import java.util.List;

/** Section 8: how a session is closed, and what is left of it. */
final class ClosingChecks {

  private static final Duration LATE = Duration.ofSeconds(5);
  private static final Duration A_WHILE = Duration.ofMillis(20);

  private ClosingChecks() {}

  static void declare(Checks checks) {
    checks
        .of(8, "Codes")
        .must("a client may close with RFC 6455's and an application's codes", ClosingChecks::codes)
        .must("a code that nobody may close with is 400", ClosingChecks::noCodes)
        .must("the application closes with its own codes and reasons", ClosingChecks::itsCodes)
        .must("the first close that is processed wins", ClosingChecks::firstWins);
    checks
        .of(8, "A close by the application")
        .onAll("it comes right behind the messages before it", ClosingChecks::behindMessages)
        .onAll("an attach still gets what is left, and then close", ClosingChecks::draining)
        .must("a session that is draining takes no posts: 410", ClosingChecks::drainingTakesNone)
        .must("it is draining until everything is acknowledged", ClosingChecks::drained)
        .must("a held poll is told of it", ClosingChecks::heldPoll)
        .lasting(terms -> terms.resumeTimeout().plus(LATE))
        .must("what is left is kept for resumeTimeout at most", ClosingChecks::drainingEnds);
    checks
        .of(8, "A client acknowledges what it has received before it closes")
        .must("an a between the server's c and the Close counts", ClosingChecks::lastAck)
        .must("without it the session is still draining", ClosingChecks::noLastAck);
    checks
        .of(8, "Any other close")
        .must("a close by the client drops what was pending", ClosingChecks::dropsPending)
        .must("a close for 4400 drops what was pending", ClosingChecks::malformedDrops)
        .on(Checks.LASTING, "whoever is attached is told of it", ClosingChecks::told);
    checks
        .of(8, "A closed session")
        .must("every request gets 410 with the close record", ClosingChecks::everyRequest)
        .must("a WebSocket is accepted, told c, and closed", ClosingChecks::webSocket);
    checks
        .of(8, "close on a post")
        .must("the batch comes first", ClosingChecks::batchFirst)
        .must("what was accepted before is skipped", ClosingChecks::skips)
        .must("if the batch is ahead, neither counts", ClosingChecks::aheadCloses)
        .must("if the batch is malformed, neither counts", ClosingChecks::malformedCloses)
        .must("it is processed when the batch has been handled", ClosingChecks::whenHandled)
        .lasting(terms -> terms.pollWait())
        .must("or after the time of a held post", ClosingChecks::afterHold);
  }

  private static void codes(Peer peer) {
    for (int code : List.of(1000, 1001, 3000, 3999, 4900, 4999)) {
      Session session = peer.session();
      Expect.status(200, session.postsRaw("close=" + code, "")).close();
      session.isClosed(code);
    }
  }

  private static void noCodes(Peer peer) {
    Session session = peer.session();
    for (String code :
        List.of("0", "999", "1004", "1005", "1006", "1015", "2000", "5000", "x", "-1", "")) {
      Expect.malformed(session.postsRaw("close=" + code, ""));
    }
    session.lives();
  }

  private static void itsCodes(Peer peer) {
    for (int code : List.of(1000, 3000, 4900)) {
      Session session = peer.session();
      String reason = "é \"quoted\" \u2028 " + code;
      session.posts(1, "!close " + code + " " + reason).close();
      try (HttpReply poll = session.polls(2, 0)) {
        Json close = Expect.status(410, poll).next("close").json();
        Expect.equal("code", code, close.number("code"));
        Expect.equal("reason", reason, close.get("reason").string());
      }
    }
  }

  private static void firstWins(Peer peer) {
    Session session = peer.session();
    Expect.refused(410, 4900, session.posts(1, "!close 4900 first", "!close 4901 second"));
    Expect.refused(410, 4900, session.postsRaw("close=4902", ""));
    Expect.refused(410, 4900, session.deletes());
    session.isClosed(4900);
  }

  /** A session that has sent two messages and closed. */
  private static Session closing(Peer peer) {
    Session session = peer.session();
    session.posts(1, "one", "two", "!close 4900 done").close();
    return session;
  }

  private static void behindMessages(Peer peer, Way way) {
    Session session = way == Way.POLL ? closing(peer) : peer.session();
    try (Connection connection = session.attaches(way, 2, 0)) {
      if (way != Way.POLL) {
        connection.session();
        session.posts(1, "one", "two", "!close 4900 done").close();
      }
      Expect.equal("a message", peer.text("one"), connection.nextMessage());
      Expect.equal("a message", peer.text("two"), connection.nextMessage());
      isClose(connection.awaits("close"));
    }
  }

  private static void isClose(Told close) {
    Expect.equal("code", 4900, close.json().number("code"));
    Expect.equal("reason", "done", close.json().get("reason").string());
  }

  private static void draining(Peer peer, Way way) {
    Session session = closing(peer);
    try (Connection first = session.attaches(way, 2, 0)) {
      Expect.equal("a message", peer.text("one"), first.nextMessage());
      first.line().resets();
    }
    try (Connection second = session.attaches(way, 3, 1)) {
      Expect.equal("a message", peer.text("two"), second.nextMessage());
      isClose(second.awaits("close"));
    }
  }

  private static void drainingTakesNone(Peer peer) {
    Session session = closing(peer);
    Expect.refused(410, 4900, session.posts(4, "too late"));
    session.delivers(2, 0, "one", "two");
  }

  private static void drained(Peer peer) {
    Session session = closing(peer);
    session.delivers(2, 0, "one", "two");
    session.delivers(3, 1, "two");
    session.acknowledges(2).close();
    Expect.refused(410, 4900, session.polls(4, 2));
  }

  private static void heldPoll(Peer peer) {
    Session session = peer.session();
    long hold = peer.terms().pollWait().toMillis();
    try (Line poll = peer.wire().holdsPoll(session.token(), 5, 0, hold)) {
      session.posts(1, "!close 4900 done").close();
      Event close = Connections.afterAcks(HttpReply.on(poll));
      Expect.equal("what the poll is told", "close", close.type());
      Expect.equal("code", 4900, close.json().number("code"));
    }
  }

  private static void drainingEnds(Peer peer) {
    Session session = closing(peer);
    peer.pause(peer.terms().resumeTimeout().plus(LATE));
    try (HttpReply poll = session.polls(2, 0)) {
      int status = poll.status();
      Expect.that(status == 410 || status == 404, "expected status 410 or 404, got " + status);
    }
  }

  private static Session closingOnWebSocket(Peer peer, String... last) {
    peer.needs("websocket");
    try (WireWebSocket socket = peer.opensWebSocket()) {
      Session session = peer.sessionOf(socket);
      socket.sends("n1").sends("mone").sends("m!close 4900 done");
      Expect.equal("the echo", peer.text("one"), socket.nextMessage());
      socket.awaits('c');
      for (String frame : last) {
        socket.sends(frame);
      }
      socket.sendsClose(4900);
      socket.line().ends();
      return session;
    }
  }

  private static void lastAck(Peer peer) {
    Session session = closingOnWebSocket(peer, "a1");
    // The end of a line does not say that its last frames have been read.
    long end = System.nanoTime() + LATE.toNanos();
    while (isDraining(session) && System.nanoTime() < end) {
      peer.pause(A_WHILE);
    }
    Expect.refused(410, 4900, session.polls(2, 1));
  }

  /** An attach from a position that can't be is refused, and disturbs nothing. */
  private static boolean isDraining(Session session) {
    try (HttpReply reply = session.polls(2, 99)) {
      return reply.status() == 400;
    }
  }

  private static void noLastAck(Peer peer) {
    Session session = closingOnWebSocket(peer);
    session.delivers(2, 0, "one");
  }

  private static void dropsPending(Peer peer) {
    Session session = peer.sessionThatHas("pending");
    session.deletes().close();
    session.isClosed(1000);
  }

  private static void malformedDrops(Peer peer) {
    peer.needs("websocket");
    Session session = peer.sessionThatHas("pending");
    try (WireWebSocket socket = session.webSocket(2, 0)) {
      socket.session();
      socket.sends("z").closeCode();
    }
    session.isClosed(4400);
  }

  private static void told(Peer peer, Way way) {
    try (Connection connection = Connection.opens(peer.wire(), way)) {
      Session session = peer.sessionOf(connection);
      Expect.status(200, session.postsRaw("close=4901", "")).close();
      Expect.equal("code", 4901, connection.awaits("close").json().number("code"));
      String end = connection.awaitsTheEnd();
      Expect.that(way != Way.WEBSOCKET || end.equals("4901"), "closed with " + end);
    }
  }

  private static void everyRequest(Peer peer) {
    Session session = peer.session();
    session.postsRaw("close=4900", "").close();
    String token = "/" + session.token();
    Expect.refused(410, 4900, session.polls(90, 0));
    Expect.refused(410, 4900, session.streams(91, 0));
    Expect.refused(410, 4900, session.posts(1, "late"));
    Expect.refused(410, 4900, session.acknowledges(0));
    Expect.refused(410, 4900, session.postsRaw("close=1000", ""));
    Expect.refused(410, 4900, peer.wire().posts(token, "late"));
    Expect.refused(410, 4900, session.deletes());
    Expect.refused(410, 4900, session.probesByStream());
  }

  private static void webSocket(Peer peer) {
    peer.needs("websocket");
    Session session = peer.session();
    session.postsRaw("close=4900", "").close();
    try (WireWebSocket socket = session.webSocket(2, 0)) {
      Expect.equal("code", 4900, socket.mustBeOpen().next('c').json().number("code"));
      Expect.equal("closed with", 4900, socket.closeCode());
    }
  }

  private static void batchFirst(Peer peer) {
    Session session = peer.session();
    String batch = peer.batch("!close 4901 by the batch");
    session.postsRaw("close=4902&seq=1&ack=0", batch).close();
    session.isClosed(4901);
  }

  private static void skips(Peer peer) {
    Session session = peer.sessionThatHas("a");
    try (HttpReply stream = session.streams(2, 0)) {
      stream.session();
      session.postsRaw("close=4902&seq=1", peer.batch("a", "b")).close();
      Expect.equal("a message", peer.text("a"), Connections.message(stream));
      Event event = Connections.afterAcks(stream);
      // What was pending when the client closed may be dropped, but nothing comes twice.
      boolean b = event.isMessage() && event.payload().equals(Payload.text("b"));
      Expect.that(b || event.is("close"), "expected b or close, got " + event);
    }
    session.isClosed(4902);
  }

  private static void aheadCloses(Peer peer) {
    Session session = peer.session();
    try (HttpReply reply = session.postsRaw("close=4902&seq=3", peer.batch("x"))) {
      Expect.equal("number", 0L, Expect.status(409, reply).next("ack").number());
    }
    session.lives();
  }

  private static void malformedCloses(Peer peer) {
    Session session = peer.session();
    Expect.malformed(session.postsRaw("close=4902&seq=1", "nonsense"));
    Expect.malformed(session.postsRaw("close=4902&seq=x", peer.batch("x")));
    Expect.malformed(session.postsRaw("close=4902&ack=9", ""));
    session.lives();
  }

  private static void whenHandled(Peer peer) {
    Session session = peer.session().says("!slow 1000");
    String batch = peer.batch("x", "!close 4901 handled");
    session.postsRaw("close=4902&seq=2", batch).close();
    // The application's close came first, so what it had sent is still there.
    session.delivers(2, 0, "x");
    session.acknowledges(1).close();
    session.isClosed(4901);
  }

  private static void afterHold(Peer peer) {
    Session session = peer.session().says("!slow 600000");
    session.postsRaw("close=4902&seq=2", peer.batch("x")).close();
    session.isClosed(4902);
  }
}
