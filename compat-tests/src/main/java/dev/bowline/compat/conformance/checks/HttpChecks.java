package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Requests;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Section 2: versions of HTTP, upgrades, and statuses. */
final class HttpChecks {

  private static final String STREAM = "Accept: text/event-stream";
  private static final String[] H2C = {
    "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAEAAEAAAAIAAAAA"
  };

  private HttpChecks() {}

  static void declare(Checks checks) {
    checks
        .of(2, "HTTP versions")
        .must("a session opens, posts and polls over HTTP/1.0", HttpChecks::http10)
        .must("a stream over HTTP/1.0 is delimited by its end", HttpChecks::streamOverHttp10)
        .must("polls and posts may share one connection of HTTP/1.1", HttpChecks::keptAlive)
        .must("a batch may come in chunks over HTTP/1.1", HttpChecks::chunked);
    checks
        .of(2, "Upgrades")
        .must("an Upgrade header for h2c is ignored", HttpChecks::h2c)
        .must("a WebSocket version other than 13 is 426", HttpChecks::otherVersions)
        .must("only unknown subprotocols is 400", HttpChecks::unknownSubprotocols)
        .must("bowline.v1 is chosen among others", HttpChecks::amongOthers)
        .must("a session's URL without bowline.v1 is 400", HttpChecks::withoutSubprotocol);
    checks
        .of(2, "Statuses")
        .must("no poll and no post is answered with 204", HttpChecks::never204)
        .must("a URL of almost 2 kB is taken, and a head of almost 7 kB", HttpChecks::longRequests)
        .must("a single message within maxMessage is taken however it swells", HttpChecks::swells);
  }

  private static void http10(Peer peer) {
    peer.needs("polling");
    String token;
    try (HttpReply opened = over10(peer, "POST", "?v=1", "")) {
      token = Expect.status(200, opened).session().token();
    }
    try (HttpReply post = over10(peer, "POST", "/" + token + "?seq=1", peer.batch("x"))) {
      Expect.acknowledged(1, post);
    }
    try (HttpReply poll = over10(peer, "GET", WireClient.poll(token, 2, 0, 0), "")) {
      Expect.equal("the message", peer.text("x"), Connections.message(Expect.status(200, poll)));
    }
  }

  private static void streamOverHttp10(Peer peer) {
    peer.needs("sse");
    try (HttpReply stream = over10(peer, "GET", "?v=1", "", STREAM)) {
      Expect.status(200, stream);
      Expect.that(
          stream.header("Transfer-Encoding").isEmpty(), "a reply to HTTP/1.0 comes in chunks");
      Session session = peer.sessionOf(stream);
      session.says("x");
      Expect.equal("the message", Payload.text("x"), stream.nextButPings().payload());
      session.deletes().close();
      stream.next("close");
      Expect.equal("what follows the close", List.of(), stream.events().rest());
    }
  }

  private static HttpReply over10(
      Peer peer, String method, String suffix, String body, String... headers) {
    Line line = peer.wire().line();
    line.write(request(peer, "HTTP/1.0", method, suffix, body, headers));
    return HttpReply.on(line);
  }

  private static byte[] request(
      Peer peer, String version, String method, String suffix, String body, String... headers) {
    WireClient wire = peer.wire();
    return Requests.request(
        version,
        method,
        wire.channel() + suffix,
        wire.host(),
        body.getBytes(StandardCharsets.UTF_8),
        headers);
  }

  private static void keptAlive(Peer peer) {
    Session session = peer.session();
    Line line = peer.wire().line();
    for (int i = 1; i <= 10; i++) {
      String post = "/" + session.token() + "?seq=" + i + "&ack=" + (i - 1);
      line.write(request(peer, "HTTP/1.1", "POST", post, peer.batch("m" + i)));
      HttpReply posted = HttpReply.on(line);
      Expect.equal("events of the post", 1, posted.events().rest().size());
      line = next(peer, posted);
      String poll = WireClient.poll(session.token(), i + 1, i - 1, 0);
      line.write(request(peer, "HTTP/1.1", "GET", poll, ""));
      HttpReply polled = HttpReply.on(line);
      Expect.equal("the message of the poll", peer.text("m" + i), Connections.message(polled));
      polled.events().rest();
      line = next(peer, polled);
    }
  }

  /** The same line, unless the server wants no more of it. */
  private static Line next(Peer peer, HttpReply reply) {
    return reply.headerLists("Connection", "close") ? peer.wire().line() : reply.line();
  }

  private static void chunked(Peer peer) {
    Session session = peer.session();
    WireClient wire = peer.wire();
    String head =
        "POST %s/%s?seq=1 HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
            .formatted(wire.channel(), session.token(), wire.host());
    Line line = wire.line().write(head + "4\r\ndata\r\n1\r\n:\r\n");
    line.write("4\r\n in \r\n3\r\ntwo\r\n2\r\n\n\n\r\n0\r\n\r\n");
    Expect.acknowledged(1, HttpReply.on(line));
    session.delivers(2, 0, "in two");
  }

  private static void h2c(Peer peer) {
    peer.needs("polling");
    String token;
    try (HttpReply opened = peer.wire().posts("?v=1", "", H2C)) {
      token = Expect.status(200, opened).session().token();
    }
    try (HttpReply post = peer.wire().posts("/" + token + "?seq=1", peer.batch("x"), H2C)) {
      Expect.acknowledged(1, post);
    }
    try (HttpReply poll = peer.wire().gets(WireClient.poll(token, 2, 0, 0), H2C)) {
      Expect.equal("the message", peer.text("x"), Connections.message(Expect.status(200, poll)));
    }
  }

  private static void otherVersions(Peer peer) {
    peer.needs("websocket");
    for (String version : List.of("8", "7", "0", "14")) {
      try (WireWebSocket socket = peer.opensWebSocket("Sec-WebSocket-Version: " + version)) {
        Expect.refused(426, 4426, socket.handshake());
      }
    }
  }

  private static void unknownSubprotocols(Peer peer) {
    peer.needs("websocket");
    try (WireWebSocket socket = peer.opensWebSocket("Sec-WebSocket-Protocol: soap, mqtt")) {
      Expect.malformed(socket.handshake());
    }
  }

  private static void amongOthers(Peer peer) {
    peer.needs("websocket");
    String offered = "Sec-WebSocket-Protocol: mqtt, bowline.v1";
    try (WireWebSocket socket = peer.opensWebSocket(offered)) {
      socket.session();
      String chosen = socket.handshake().header("Sec-WebSocket-Protocol").orElse("nothing");
      Expect.equal("the subprotocol chosen", "bowline.v1", chosen);
    }
  }

  private static void withoutSubprotocol(Peer peer) {
    peer.needs("websocket");
    Session session = peer.session();
    try (WireWebSocket socket = peer.wire().webSocket("/" + session.token() + "?attach=2&ack=0")) {
      Expect.malformed(socket.handshake());
    }
    session.delivers(2, 0);
  }

  private static void never204(Peer peer) {
    Session session = peer.session();
    Expect.status(200, session.polls(2, 0)).close();
    Expect.status(200, session.acknowledges(0)).close();
    Expect.status(200, peer.wire().posts("/" + session.token(), "x")).close();
    Expect.status(200, session.postsRaw("close=1000", "")).close();
  }

  private static void longRequests(Peer peer) {
    Session session = peer.sessionThatHas("x");
    String padding = "x".repeat(1_900 - peer.wire().channel().length() - session.token().length());
    try (HttpReply poll = session.gets("attach=2&ack=0&wait=0&_=" + padding)) {
      Expect.equal("the message", peer.text("x"), Connections.message(Expect.status(200, poll)));
    }
    String cookie = "Cookie: c=" + "x".repeat(6_500);
    try (HttpReply poll = session.gets("attach=3&ack=0&wait=0", cookie)) {
      Expect.equal("the message", peer.text("x"), Connections.message(Expect.status(200, poll)));
    }
  }

  private static void swells(Peer peer) {
    Session session = peer.session();
    // As a JSON string each of these takes six bytes.
    int size = Math.min(peer.terms().maxMessage(), peer.terms().maxBatch());
    Payload swelling = Payload.text("\r" + "\u0001".repeat(size - 1));
    Expect.acknowledged(1, session.posts(1, swelling));
    try (HttpReply poll = session.polls(2, 0)) {
      Expect.equal("the echo", swelling, Connections.message(Expect.status(200, poll)));
    }
  }
}
