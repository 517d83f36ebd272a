package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.NotCheckedException;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import java.util.List;

/** Section 8: the cases of its table, and the order in which they are looked at. */
final class ErrorChecks {

  private static final String UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAAAA";
  private static final String STRANGER = "Origin: " + Peer.Origins.STRANGER;

  private ErrorChecks() {}

  static void declare(Checks checks) {
    checks
        .of(8, "Cases")
        .must("a strange origin is 403, and disturbs nothing", ErrorChecks::stranger)
        .onAll("an attach to an unknown session is 404 or 4404", ErrorChecks::unknown)
        .must("a post to an unknown session, and DELETE, is 404", ErrorChecks::postsToUnknown)
        .must("a transport that is not on offer is 406", ErrorChecks::notOffered)
        .must("a message too big in a post is 413, and the session lives", ErrorChecks::tooBig)
        .must("a batch too big is 413, and nothing of it counts", ErrorChecks::batchTooBig)
        .must("a message too big without a number is 413", ErrorChecks::plainTooBig)
        .must("a message too big on a WebSocket ends the session: 1009", ErrorChecks::webSocket)
        .must("sizes are bytes of payload: of a text its UTF-8", ErrorChecks::sizes);
    checks
        .of(8, "Order of checks")
        .must("origin 403 before syntax and session", ErrorChecks::originFirst)
        .must("syntax 400 before session 404", ErrorChecks::syntaxBeforeSession)
        .must("session 404 and 410 before attach number and position", ErrorChecks::closedFirst)
        .must("attach number 409 before position 400", ErrorChecks::numberBeforePosition)
        .must("syntax 400 before attach number 409", ErrorChecks::syntaxBeforeNumber);
    checks
        .of(8, "Fenced off")
        .must("a superseded WebSocket can close nothing", ErrorChecks::fencedOff)
        .must("what it says is not taken", ErrorChecks::fencedMessages)
        .must("a bad request harms no other session", ErrorChecks::others);
    checks
        .of(8, "An opening POST")
        .must("with a body it is 400", ErrorChecks::openingWithBody)
        .must("without v it is 400", ErrorChecks::openingWithoutVersion);
  }

  private static void stranger(Peer peer) {
    peer.needsStrangers();
    Session session = peer.session();
    for (HttpReply reply :
        List.of(
            peer.wire().posts("?v=1", "", STRANGER),
            peer.wire().gets("?v=1", "Accept: text/event-stream", STRANGER),
            session.gets("attach=2&ack=0&wait=0", STRANGER),
            session.postsRaw("seq=1", peer.batch("x"), STRANGER),
            session.postsRaw("close=1000", "", STRANGER),
            peer.wire().posts("/" + session.token(), "x", STRANGER),
            peer.wire().asks("DELETE", "/" + session.token(), "", STRANGER))) {
      Expect.that(
          reply.header("Access-Control-Allow-Origin").isEmpty(), "a stranger may read the reply");
      Expect.refused(403, 4403, reply);
    }
    session.lives();
    session.delivers(2, 0, "still here");
  }

  private static void unknown(Peer peer, Way way) {
    try (Connection connection = Connection.attaches(peer.wire(), way, UNKNOWN, 2, 0)) {
      Expect.equal("code of the refusal", 4404, connection.refusal());
    }
  }

  private static void postsToUnknown(Peer peer) {
    String token = "/" + UNKNOWN;
    Expect.refused(404, 4404, peer.wire().posts(token + "?seq=1", peer.batch("x")));
    Expect.refused(404, 4404, peer.wire().posts(token + "?ack=0", ""));
    Expect.refused(404, 4404, peer.wire().posts(token + "?close=1000", ""));
    Expect.refused(404, 4404, peer.wire().posts(token, "x"));
    Expect.refused(404, 4404, peer.wire().asks("DELETE", token, ""));
  }

  private static void notOffered(Peer peer) {
    var offered = peer.terms().transports();
    if (offered.size() == 3) {
      throw new NotCheckedException("the server offers all transports");
    }
    if (!offered.contains("polling")) {
      Expect.refused(406, 4406, peer.wire().opensByPost());
    }
    if (!offered.contains("sse")) {
      Expect.refused(406, 4406, peer.wire().opensStream());
    }
    if (!offered.contains("websocket")) {
      try (WireWebSocket socket = peer.wire().opensWebSocket()) {
        Expect.equal("code", 4406, socket.mustBeOpen().next('e').json().number("code"));
        Expect.equal("closed with", 4406, socket.closeCode());
      }
    }
  }

  private static void tooBig(Peer peer) {
    Session session = peer.session();
    int most = peer.terms().maxMessage();
    for (Payload payload :
        List.of(
            Payload.bytes(most + 1),
            Payload.text("x".repeat(most + 1)),
            Payload.text("x" + "é".repeat(most / 2)))) {
      Expect.refused(413, 1009, session.posts(1, payload));
    }
    session.lives();
    session.delivers(2, 0, "still here");
  }

  private static void batchTooBig(Peer peer) {
    Session session = peer.session();
    String third = "x".repeat(peer.terms().maxBatch() / 3);
    Expect.refused(413, 1009, session.posts(1, third, third, third));
    session.lives();
    session.delivers(2, 0, "still here");
  }

  private static void plainTooBig(Peer peer) {
    Session session = peer.session();
    byte[] body = new byte[peer.terms().maxMessage() + 1];
    String type = "Content-Type: application/octet-stream";
    Expect.refused(413, 1009, peer.wire().asks("POST", "/" + session.token(), body, type));
    session.lives();
  }

  private static void webSocket(Peer peer) {
    peer.needs("websocket");
    int most = peer.terms().maxMessage();
    for (Payload payload : List.of(Payload.bytes(most + 1), Payload.text("x".repeat(most + 1)))) {
      try (WireWebSocket socket = peer.opensWebSocket()) {
        Session session = peer.sessionOf(socket);
        socket.sends("n1").sends(payload);
        Expect.equal("closed with", 1009, socket.closeCode());
        session.isClosed(1009);
      }
    }
  }

  private static void sizes(Peer peer) {
    Payload largest = Payload.text("é".repeat(peer.terms().maxMessage() / 2));
    Session session = peer.session();
    Expect.acknowledged(1, session.posts(1, largest));
    peer.needs("websocket");
    try (WireWebSocket socket = session.webSocket(2, 0)) {
      socket.session();
      Expect.equal("the echo", largest, socket.nextMessage());
    }
  }

  private static void originFirst(Peer peer) {
    peer.needsStrangers();
    Expect.refused(403, 4403, peer.wire().gets("/" + UNKNOWN + "?attach=x", STRANGER));
    Expect.refused(403, 4403, peer.wire().posts("?v=9", "", STRANGER));
  }

  private static void syntaxBeforeSession(Peer peer) {
    Expect.malformed(peer.wire().gets("/" + UNKNOWN + "?attach=x&ack=0"));
    Expect.malformed(peer.wire().posts("/" + UNKNOWN + "?seq=x", peer.batch("x")));
  }

  private static void closedFirst(Peer peer) {
    Session session = peer.session();
    session.delivers(5, 0);
    session.deletes().close();
    Expect.refused(410, 1000, session.polls(4, 0));
    Expect.refused(410, 1000, session.polls(9, 99));
    Expect.refused(404, 4404, peer.wire().polls(UNKNOWN, 1, 99, 0));
  }

  private static void numberBeforePosition(Peer peer) {
    Session session = peer.session();
    session.delivers(5, 0);
    Expect.refused(409, 4409, session.polls(4, 99));
  }

  private static void syntaxBeforeNumber(Peer peer) {
    Session session = peer.session();
    session.delivers(5, 0);
    Expect.malformed(session.gets("attach=4&ack=-1&wait=0"));
  }

  private static void fencedOff(Peer peer) {
    peer.needs("websocket");
    try (WireWebSocket old = peer.opensWebSocket()) {
      Session session = peer.sessionOf(old);
      try (HttpReply stream = session.streams(2, 0)) {
        stream.session();
        fenced(old, "a99", "z", "c{\"code\":4900,\"reason\":\"\"}");
        session.says("x");
        Expect.equal("a message", peer.text("x"), Connections.message(stream));
      }
    }
  }

  private static void fencedMessages(Peer peer) {
    peer.needs("websocket");
    try (WireWebSocket old = peer.opensWebSocket()) {
      Session session = peer.sessionOf(old);
      try (HttpReply stream = session.streams(2, 0)) {
        stream.session();
        fenced(old, "n1", "mtoo late");
        session.says("in time");
        Expect.equal("a message", peer.text("in time"), Connections.message(stream));
      }
    }
  }

  /** Writes these, whether or not the server still reads them. */
  private static void fenced(WireWebSocket old, String... frames) {
    try {
      for (String frame : frames) {
        old.sends(frame);
      }
    } catch (java.io.UncheckedIOException e) {
      // The server has cut the line already, which fences it off as well.
    }
    old.line().ends();
  }

  private static void others(Peer peer) {
    Session bystander = peer.sessionThatHas("one");
    Session session = peer.session();
    session.delivers(5, 0);
    Expect.malformed(session.gets("attach=x"));
    Expect.malformed(session.postsRaw("seq=1", "nonsense"));
    Expect.refused(409, 4409, session.polls(4, 0));
    peer.wire().line().write("NONSENSE\r\n\r\n").ends();
    session.deletes().close();
    bystander.says("two");
    bystander.delivers(2, 0, "one", "two");
  }

  private static void openingWithBody(Peer peer) {
    peer.needs("polling");
    Expect.malformed(peer.wire().posts("?v=1", peer.batch("x")));
  }

  private static void openingWithoutVersion(Peer peer) {
    Expect.malformed(peer.wire().posts("", ""));
  }
}
