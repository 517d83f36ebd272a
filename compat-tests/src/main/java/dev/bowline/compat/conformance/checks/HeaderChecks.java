package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.NotCheckedException;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import java.util.ArrayList;
import java.util.List;

/** Section 2: the headers of replies, and padding. */
final class HeaderChecks {

  private static final String STREAM = "Accept: text/event-stream";

  private HeaderChecks() {}

  static void declare(Checks checks) {
    checks
        .of(2, "Headers")
        .must("every reply is no-store, no-transform, and nosniff", HeaderChecks::everyReply)
        .must("every event stream says that it is not to be buffered", HeaderChecks::unbuffered)
        .must("replies to an allowed origin say so, also refusals", HeaderChecks::cors)
        .must("a preflight of an allowed origin is answered", HeaderChecks::preflight);
    checks
        .of(2, "Padding")
        .must("a ping and a comment follow the first record", HeaderChecks::padding)
        .must("an attached stream is padded too", HeaderChecks::paddingOnAttach);
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
          "nothing",
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
    peer.needs("sse");
    for (int bytes : List.of(1, 2048, 8192)) {
      try (HttpReply stream = peer.wire().gets("?v=1&pad=" + bytes, STREAM)) {
        padded(peer.sessionOf(stream), stream, bytes);
      }
    }
  }

  private static void paddingOnAttach(Peer peer) {
    peer.needs("sse");
    Session session = peer.session();
    try (HttpReply stream = session.gets("attach=2&ack=0&pad=100", STREAM)) {
      stream.session();
      padded(session, stream, 100);
    }
  }

  private static void padded(Session session, HttpReply stream, int bytes) {
    Expect.equal("what follows the session record", "ping", stream.next().type());
    session.says("x");
    Event event = stream.next();
    int comment = length(event);
    while (event.is("ping")) {
      event = stream.next();
      comment += length(event);
    }
    // How the colon, a space and the line's end are counted, the page leaves open.
    Expect.that(
        Math.abs(comment - bytes) <= 4,
        "expected a comment of %d bytes, got %d".formatted(bytes, comment));
  }

  private static int length(Event event) {
    return event.comments().stream().mapToInt(String::length).sum();
  }
}
