package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Json;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Section 2: what each request does, and the token. */
final class RequestChecks {

  private static final Duration MORE_THAN_ANY_HOLD = Duration.ofHours(1);

  private RequestChecks() {}

  static void declare(Checks checks) {
    checks
        .of(2, "Requests")
        .onAll("each transport opens a session", RequestChecks::opens)
        .onAll("each transport attaches to a session", RequestChecks::attaches)
        .must("a WebSocket is opened with subprotocol bowline.v1", RequestChecks::subprotocol)
        .must("the reply to an opening POST is a session record, and ends", RequestChecks::byPost)
        .must("a GET of a token with another Accept is a poll", RequestChecks::otherAccepts)
        .must("a poll is held for MS at most", RequestChecks::heldBriefly)
        .must("a poll is answered as soon as there is a message", RequestChecks::answeredAtOnce)
        .must("a post with seq is a batch, and its ack counts", RequestChecks::batch)
        .must("a post with ack alone acknowledges", RequestChecks::acknowledges)
        .must("a post with close closes the session", RequestChecks::closes)
        .must("DELETE closes with 1000 and is answered 200 with the record", RequestChecks::deletes)
        .must("a post without parameters is one message, text", RequestChecks::plainText)
        .must("an application/octet-stream is one binary message", RequestChecks::plainBinary)
        .must("GET B describes the channel in JSON", RequestChecks::description)
        .must("HEAD describes it too, and has no body", RequestChecks::head)
        .must("OPTIONS is answered on the channel and on a token", RequestChecks::options)
        .must("HEAD and OPTIONS attach and acknowledge nothing", RequestChecks::noEffect)
        .must("any other method is 405", RequestChecks::otherMethods)
        .must("the JavaScript client is served", RequestChecks::clientFiles)
        .lasting(terms -> terms.pollWait())
        .must("a poll is held no longer than the server's own limit", RequestChecks::heldLong);
    checks
        .of(2, "Token")
        .must("a token has 128 bits or more, in base64url", RequestChecks::tokenForm)
        .must("no two sessions have the same token or id", RequestChecks::tokensDiffer)
        .must("neither of token and id is a part of the other", RequestChecks::idIsPublic);
  }

  private static void opens(Peer peer, Way way) {
    try (Connection connection = Connection.opens(peer.wire(), way)) {
      SessionRecord record = connection.session();
      Expect.equal("resumed", false, record.resumed());
      Expect.equal("ack", 0L, record.ack());
      Expect.equal("next", 1L, record.next());
    }
  }

  private static void attaches(Peer peer, Way way) {
    Session session = peer.sessionThatHas("x");
    try (Connection connection = session.attaches(way, 2, 0)) {
      Expect.equal("the message", Payload.text("x"), connection.nextMessage());
    }
  }

  private static void subprotocol(Peer peer) {
    peer.needs("websocket");
    try (WireWebSocket socket = peer.opensWebSocket()) {
      Expect.equal(
          "Sec-WebSocket-Protocol",
          "bowline.v1",
          socket.mustBeOpen().handshake().header("Sec-WebSocket-Protocol").orElse("nothing"));
    }
  }

  private static void byPost(Peer peer) {
    try (HttpReply reply = peer.opensByPost()) {
      Expect.status(200, reply).session();
      Expect.equal("what follows", List.of(), reply.events().rest());
    }
  }

  private static void otherAccepts(Peer peer) {
    Session session = peer.sessionThatHas("x");
    long attach = 2;
    for (String accept : List.of("*/*", "text/*", "application/json", "text/event-streams")) {
      String parameters = "attach=" + attach++ + "&ack=0&wait=0";
      try (HttpReply poll = session.gets(parameters, "Accept: " + accept)) {
        Expect.equal(
            "with " + accept, peer.text("x"), Connections.message(Expect.status(200, poll)));
        Expect.that(poll.events().rest().stream().noneMatch(Event::isMessage), "it comes twice");
      }
    }
  }

  private static void heldBriefly(Peer peer) {
    Session session = peer.session();
    try (HttpReply poll = session.gets("attach=2&ack=0&wait=300")) {
      Expect.equal("the only record", List.of("ping"), kinds(Expect.status(200, poll)));
    }
  }

  private static void heldLong(Peer peer) {
    Session session = peer.session();
    String parameters = "attach=2&ack=0&wait=" + MORE_THAN_ANY_HOLD.toMillis();
    try (HttpReply poll = session.gets(parameters)) {
      Expect.equal("the only record", List.of("ping"), kinds(Expect.status(200, poll)));
    }
  }

  private static void answeredAtOnce(Peer peer) {
    Session session = peer.session();
    long hold = peer.terms().pollWait().toMillis();
    try (var poll = peer.wire().holdsPoll(session.token(), 3, 0, hold)) {
      session.says("x");
      Expect.equal("the message", peer.text("x"), Connections.message(HttpReply.on(poll)));
    }
  }

  private static void batch(Peer peer) {
    Session session = peer.sessionThatHas("one");
    session.delivers(2, 0, "one");
    String two = peer.batch("two");
    Expect.acknowledged(2, session.postsRaw("seq=2&ack=1", two));
    session.delivers(3, 1, "two");
    Expect.malformed(session.polls(4, 0));
  }

  private static void acknowledges(Peer peer) {
    Session session = peer.sessionThatHas("one");
    session.delivers(2, 0, "one");
    Expect.acknowledged(1, session.acknowledges(1));
    Expect.malformed(session.polls(3, 0));
    session.delivers(4, 1);
  }

  private static void closes(Peer peer) {
    Session session = peer.session();
    Expect.status(200, session.postsRaw("close=4900", "")).close();
    session.isClosed(4900);
  }

  private static void deletes(Peer peer) {
    Session session = peer.session();
    try (HttpReply reply = session.deletes()) {
      Json close = Expect.status(200, reply).next("close").json();
      Expect.equal("its code", 1000, close.number("code"));
    }
    session.isClosed(1000);
  }

  private static void plainText(Peer peer) {
    Session session = peer.session();
    String body = "data: no event\r\n\r\né";
    Expect.status(200, peer.wire().posts("/" + session.token(), body)).close();
    session.delivers(2, 0, body);
  }

  private static void plainBinary(Peer peer) {
    Session session = peer.session();
    byte[] body = {0, 1, (byte) 0xff, '\r', '\n'};
    String type = "Content-Type: application/octet-stream";
    Expect.status(200, peer.wire().asks("POST", "/" + session.token(), body, type)).close();
    try (HttpReply poll = session.polls(2, 0)) {
      Expect.equal("the echo", Payload.binary(body), Connections.message(poll));
    }
  }

  private static void description(Peer peer) {
    try (HttpReply reply = peer.wire().gets("")) {
      Json description = Expect.status(200, reply).json();
      Expect.that(
          description.get("versions").numbers().contains(1L),
          "version 1 is not among the versions: " + description);
      Expect.equal(
          "transports",
          peer.terms().transports(),
          Set.copyOf(description.get("transports").strings()));
      Expect.equal("maxMessage", peer.terms().maxMessage(), description.number("maxMessage"));
      Expect.equal("maxBatch", peer.terms().maxBatch(), description.number("maxBatch"));
    }
  }

  private static void head(Peer peer) {
    Session session = peer.session();
    for (String suffix : List.of("", "/" + session.token())) {
      try (HttpReply reply = peer.wire().asks("HEAD", suffix, "")) {
        Expect.status(200, reply);
        Expect.equal("the type of HEAD", described(peer), reply.type());
        reply.line().halfCloses();
        Expect.equal("bytes after the head", 0, Untold.bytesOf(reply.line()));
      }
    }
  }

  private static String described(Peer peer) {
    try (HttpReply reply = peer.wire().gets("")) {
      return reply.type();
    }
  }

  private static void options(Peer peer) {
    Session session = peer.session();
    for (String suffix : List.of("", "/" + session.token())) {
      try (HttpReply reply = peer.wire().asks("OPTIONS", suffix, "")) {
        Expect.that(reply.status() / 100 == 2, "expected status 2xx, got " + reply.status());
      }
    }
  }

  private static void noEffect(Peer peer) {
    Session session = peer.sessionThatHas("x");
    session.delivers(2, 0, "x");
    for (String method : List.of("HEAD", "OPTIONS")) {
      String attach = "/" + session.token() + "?attach=9&ack=1";
      peer.wire().asks(method, attach, "", "Accept: text/event-stream").close();
      peer.wire().asks(method, "/" + session.token() + "?ack=1", "").close();
    }
    session.delivers(3, 0, "x");
  }

  private static void otherMethods(Peer peer) {
    Session session = peer.session();
    for (String method : List.of("PUT", "PATCH", "PROPFIND")) {
      Expect.refused(405, 4405, peer.wire().asks(method, "?v=1", ""));
      Expect.refused(405, 4405, peer.wire().asks(method, "/" + session.token() + "?seq=1", ""));
    }
    session.lives();
  }

  private static void clientFiles(Peer peer) {
    for (String file : List.of("/bowline.min.js", "/bowline.legacy.min.js")) {
      try (HttpReply reply = peer.wire().gets(file)) {
        Expect.status(200, reply);
        Expect.that(reply.type().endsWith("javascript"), file + " is of type " + reply.type());
      }
    }
  }

  private static void tokenForm(Peer peer) {
    String token = peer.session().token();
    Expect.that(token.matches("[A-Za-z0-9_-]{22,}"), "a token that is no base64url: " + token);
    int bits = Base64.getUrlDecoder().decode(token).length * 8;
    Expect.that(bits >= 128, "a token of %d bits: %s".formatted(bits, token));
  }

  private static void tokensDiffer(Peer peer) {
    Set<String> tokens = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      SessionRecord session = peer.opens();
      tokens.add(session.token());
      ids.add(session.id());
    }
    Expect.equal("tokens of 30 sessions", 30, tokens.size());
    Expect.equal("ids of 30 sessions", 30, ids.size());
  }

  private static void idIsPublic(Peer peer) {
    SessionRecord session = peer.opens();
    Expect.that(
        !session.token().contains(session.id()) && !session.id().contains(session.token()),
        "the id %s and the token %s".formatted(session.id(), session.token()));
  }

  private static List<String> kinds(HttpReply reply) {
    return reply.events().rest().stream().map(event -> event.type()).toList();
  }
}
