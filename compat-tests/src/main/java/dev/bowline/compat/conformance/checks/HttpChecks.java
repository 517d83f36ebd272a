package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Requests;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.NotCheckedException;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Section 2: how HTTP is used. */
final class HttpChecks {

  private static final String STREAM = "Accept: text/event-stream";
  private static final String[] H2C = {
    "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAEAAEAAAAIAAAAA"
  };

  private HttpChecks() {}

  static void declare(Checks checks) {
    checks
        .of(2, "Parameters")
        .must("of a repeated parameter the first counts", HttpChecks::repeated)
        .must("an unknown parameter is ignored", HttpChecks::unknown)
        .must("a malformed number is 400 and changes nothing", HttpChecks::malformed)
        .must("a number that is needed and missing is 400", HttpChecks::missing)
        .must("an unknown version is 400", HttpChecks::unknownVersion);
    checks
        .of(2, "Headers")
        .must("every reply is no-store, no-transform, and nosniff", HttpChecks::everyReply)
        .must("every event stream says that it is not to be buffered", HttpChecks::unbuffered)
        .must("replies to an allowed origin say so, also refusals", HttpChecks::cors)
        .must("a preflight of an allowed origin is answered", HttpChecks::preflight);
    checks
        .of(2, "Padding")
        .must("a ping and a comment follow the first record", HttpChecks::padding)
        .must("an attached stream is padded too", HttpChecks::paddingOnAttach);
    checks
        .of(2, "HTTP versions")
        .must("a session opens, posts and polls over HTTP/1.0", HttpChecks::http10)
        .must("a stream over HTTP/1.0 is delimited by its end", HttpChecks::streamOverHttp10)
        .must("polls and posts share one connection of HTTP/1.1", HttpChecks::keptAlive);
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

  private static void repeated(Peer peer) {
    Session session = peer.sessionThatHas("x");
    try (HttpReply poll = session.gets("attach=2&attach=1&ack=0&ack=77&wait=0")) {
      Expect.equal("the message", Payload.text("x"), Expect.status(200, poll).next().payload());
    }
    Expect.acknowledged(2, session.postsRaw("seq=2&seq=9&ack=0&ack=77", peer.batch("y")));
  }

  private static void unknown(Peer peer) {
    Session session = peer.sessionThatHas("x");
    try (HttpReply poll = session.gets("attach=2&colour=blue&ack=0&=&attach2=x&wait=0&_=1")) {
      Expect.equal("the message", Payload.text("x"), Expect.status(200, poll).next().payload());
    }
    Expect.acknowledged(2, session.postsRaw("seq=2&colour=x", peer.batch("y")));
    try (HttpReply opened = peer.wire().posts("?v=1&colour=red", "")) {
      Expect.status(200, opened).session();
    }
  }

  private static void malformed(Peer peer) {
    Session session = peer.sessionThatHas("x");
    for (String parameters :
        List.of(
            "attach=x&ack=0",
            "attach=-1&ack=0",
            "attach=&ack=0",
            "attach=2.0&ack=0",
            "attach=99999999999999999999&ack=0",
            "attach=2&ack=",
            "attach=2&ack=1e3",
            "attach=2&ack=0x1",
            "attach=2&ack=9007199254740993",
            "attach=2&ack=0&wait=soon",
            "attach=2&ack=0&wait=-5")) {
      Expect.malformed(session.gets(parameters));
    }
    for (String parameters : List.of("seq=x", "seq=-1", "seq=1.5", "seq=", "seq=2&ack=x")) {
      Expect.malformed(session.postsRaw(parameters, peer.batch("no")));
    }
    session.delivers(2, 0, "x");
    session.lives();
  }

  private static void missing(Peer peer) {
    Session session = peer.session();
    Expect.malformed(session.gets("attach=2&wait=0"));
    Expect.malformed(session.gets("attach=2", STREAM));
    session.delivers(2, 0);
  }

  private static void unknownVersion(Peer peer) {
    Expect.malformed(peer.wire().posts("?v=2", ""));
    Expect.malformed(peer.wire().posts("?v=x", ""));
    Expect.malformed(peer.wire().gets("?v=2", STREAM));
  }

  private static void everyReply(Peer peer) {
    for (HttpReply reply : everyKindOfReply(peer)) {
      String shown = "a reply with status " + reply.status();
      for (String directive : List.of("no-store", "no-transform")) {
        Expect.that(
            reply.headerLists("Cache-Control", directive),
            "%s has Cache-Control: %s"
                .formatted(shown, reply.header("Cache-Control").orElse("nothing")));
      }
      String sniffing = reply.header("X-Content-Type-Options").orElse("nothing");
      Expect.equal(shown + ": X-Content-Type-Options", "nosniff", sniffing);
      Expect.that(reply.status() / 100 != 3, shown + " is a redirect");
      reply.close();
    }
  }

  private static List<HttpReply> everyKindOfReply(Peer peer) {
    WireClient wire = peer.wire();
    Session session = peer.session();
    List<HttpReply> replies = new ArrayList<>();
    replies.add(peer.opensByPost());
    replies.add(peer.opensStream());
    replies.add(wire.gets(""));
    replies.add(wire.asks("HEAD", "", ""));
    replies.add(wire.asks("OPTIONS", "", ""));
    replies.add(session.probesByStream());
    replies.add(session.posts(1, "x"));
    replies.add(session.polls(2, 0));
    replies.add(session.streams(3, 0));
    replies.add(session.acknowledges(0));
    replies.add(session.polls(1, 0));
    replies.add(session.polls(9, 9));
    replies.add(session.gets("attach=x"));
    replies.add(wire.gets("/nobody?attach=2&ack=0"));
    replies.add(session.posts(99, "x"));
    replies.add(session.postsRaw("seq=2", "nonsense"));
    replies.add(wire.posts("?v=9", ""));
    replies.add(wire.asks("PUT", "", ""));
    replies.add(peer.opensWebSocket("Sec-WebSocket-Version: 8").handshake());
    replies.add(peer.opensWebSocket("Sec-WebSocket-Protocol: soap").handshake());
    replies.add(session.deletes());
    replies.add(session.polls(12, 0));
    return replies;
  }

  private static void unbuffered(Peer peer) {
    Session session = peer.sessionThatHas("x");
    for (HttpReply reply :
        List.of(
            peer.opensStream(),
            session.streams(2, 0),
            session.polls(3, 0),
            session.posts(2, "y"),
            session.probesByStream(),
            session.polls(1, 0))) {
      String shown = "an event stream with status " + reply.status();
      Expect.equal(shown + ": type", "text/event-stream", reply.type());
      Expect.equal(
          shown + ": X-Accel-Buffering", "no", reply.header("X-Accel-Buffering").orElse("nothing"));
      Expect.equal(
          shown + ": Content-Encoding",
          "identity",
          reply.header("Content-Encoding").orElse("nothing"));
      reply.close();
    }
  }

  private static String allowedOrigin(Peer peer) {
    return peer.origins()
        .allowed()
        .orElseThrow(() -> new NotCheckedException("--origin tells an origin that is allowed"));
  }

  private static void cors(Peer peer) {
    String origin = allowedOrigin(peer);
    String header = "Origin: " + origin;
    Session session = peer.session();
    for (HttpReply reply :
        List.of(
            peer.wire().posts("?v=1", "", header),
            session.postsRaw("seq=1", peer.batch("x"), header),
            session.gets("attach=2&ack=0", STREAM, header),
            session.postsRaw("seq=9", peer.batch("x"), header),
            session.gets("attach=1&ack=0&wait=0", header),
            session.gets("attach=x", header),
            peer.wire().gets("/nobody?attach=1&ack=0", header))) {
      String shown = "a reply with status " + reply.status() + ": ";
      String allowed = reply.header("Access-Control-Allow-Origin").orElse("nothing");
      Expect.equal(shown + "Access-Control-Allow-Origin", origin, allowed);
      Expect.that(
          reply.headerLists("Access-Control-Expose-Headers", "Retry-After"),
          shown + "Retry-After is not exposed");
      reply.close();
    }
  }

  private static void preflight(Peer peer) {
    String origin = allowedOrigin(peer);
    String[] headers = {"Origin: " + origin, "Access-Control-Request-Method: DELETE"};
    try (HttpReply reply = peer.wire().asks("OPTIONS", "/token", "", headers)) {
      Expect.that(reply.status() / 100 == 2, "expected status 2xx, got " + reply.status());
      String allowed = reply.header("Access-Control-Allow-Origin").orElse("nothing");
      Expect.equal("Access-Control-Allow-Origin", origin, allowed);
      Expect.that(
          reply.headerLists("Access-Control-Allow-Methods", "DELETE"),
          "DELETE is not among the methods allowed");
    }
  }

  private static void padding(Peer peer) {
    for (int bytes : List.of(1, 2048, 8192)) {
      try (HttpReply stream = peer.wire().gets("?v=1&pad=" + bytes, STREAM)) {
        padded(peer.sessionOf(stream), stream, bytes);
      }
    }
  }

  private static void paddingOnAttach(Peer peer) {
    Session session = peer.session();
    try (HttpReply stream = session.gets("attach=2&ack=0&pad=100", STREAM)) {
      stream.session();
      padded(session, stream, 100);
    }
  }

  private static void padded(Session session, HttpReply stream, int bytes) {
    Expect.equal("what follows the session record", "ping", stream.next().type());
    session.says("x");
    Event message = stream.nextButPings();
    int comment = message.comments().stream().mapToInt(String::length).sum();
    // How the colon, a space and the line's end are counted, the page leaves open.
    Expect.that(
        Math.abs(comment - bytes) <= 4,
        "expected a comment of %d bytes, got %d".formatted(bytes, comment));
  }

  private static void http10(Peer peer) {
    String token;
    try (HttpReply opened = over10(peer, "POST", "?v=1", "")) {
      token = Expect.status(200, opened).session().token();
    }
    try (HttpReply post = over10(peer, "POST", "/" + token + "?seq=1", peer.batch("x"))) {
      Expect.acknowledged(1, post);
    }
    try (HttpReply poll = over10(peer, "GET", WireClient.poll(token, 2, 0, 0), "")) {
      Expect.equal("the message", Payload.text("x"), Expect.status(200, poll).next().payload());
    }
  }

  private static void streamOverHttp10(Peer peer) {
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
    try (Line line = peer.wire().line()) {
      for (int i = 1; i <= 10; i++) {
        String post = "/" + session.token() + "?seq=" + i + "&ack=" + (i - 1);
        line.write(request(peer, "HTTP/1.1", "POST", post, peer.batch("m" + i)));
        Expect.equal("events of the post", 1, HttpReply.on(line).events().rest().size());
        String poll = WireClient.poll(session.token(), i + 1, i - 1, 0);
        line.write(request(peer, "HTTP/1.1", "GET", poll, ""));
        List<Event> events = HttpReply.on(line).events().rest();
        Expect.equal("the message of the poll", Payload.text("m" + i), events.get(0).payload());
      }
    }
  }

  private static void h2c(Peer peer) {
    String token;
    try (HttpReply opened = peer.wire().posts("?v=1", "", H2C)) {
      token = Expect.status(200, opened).session().token();
    }
    try (HttpReply post = peer.wire().posts("/" + token + "?seq=1", peer.batch("x"), H2C)) {
      Expect.acknowledged(1, post);
    }
    try (HttpReply poll = peer.wire().gets(WireClient.poll(token, 2, 0, 0), H2C)) {
      Expect.equal("the message", Payload.text("x"), Expect.status(200, poll).next().payload());
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
      Expect.equal("the message", Payload.text("x"), Expect.status(200, poll).next().payload());
    }
    String cookie = "Cookie: c=" + "x".repeat(6_500);
    try (HttpReply poll = session.gets("attach=3&ack=0&wait=0", cookie)) {
      Expect.equal("the message", Payload.text("x"), Expect.status(200, poll).next().payload());
    }
  }

  private static void swells(Peer peer) {
    Session session = peer.session();
    // As a JSON string each of these takes six bytes.
    int size = Math.min(peer.terms().maxMessage(), peer.terms().maxBatch());
    Payload swelling = Payload.text("\r" + "\u0001".repeat(size - 1));
    Expect.acknowledged(1, session.posts(1, swelling));
    try (HttpReply poll = session.polls(2, 0)) {
      Expect.equal("the echo", swelling, Expect.status(200, poll).next().payload());
    }
  }
}
