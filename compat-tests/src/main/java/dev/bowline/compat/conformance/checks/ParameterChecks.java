package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import java.util.List;

/** Section 2: the parameters of requests. */
final class ParameterChecks {

  private static final String STREAM = "Accept: text/event-stream";

  private ParameterChecks() {}

  static void declare(Checks checks) {
    checks
        .of(2, "Parameters")
        .must("of a repeated parameter the first counts", ParameterChecks::repeated)
        .must("an unknown parameter is ignored", ParameterChecks::unknown)
        .must("a malformed number is 400 and changes nothing", ParameterChecks::malformed)
        .must("a number that is needed and missing is 400", ParameterChecks::missing)
        .must("an unknown version is 400", ParameterChecks::unknownVersion);
  }

  private static void repeated(Peer peer) {
    Session session = peer.sessionThatHas("x");
    try (HttpReply poll = session.gets("attach=2&attach=1&ack=0&ack=77&wait=0")) {
      Expect.equal("the message", peer.text("x"), Connections.message(Expect.status(200, poll)));
    }
    Expect.acknowledged(2, session.postsRaw("seq=2&seq=9&ack=0&ack=77", peer.batch("y")));
  }

  private static void unknown(Peer peer) {
    Session session = peer.sessionThatHas("x");
    try (HttpReply poll = session.gets("attach=2&colour=blue&ack=0&=&attach2=x&wait=0&_=1")) {
      Expect.equal("the message", peer.text("x"), Connections.message(Expect.status(200, poll)));
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
    peer.needs("polling");
    Expect.malformed(peer.wire().posts("?v=2", ""));
    Expect.malformed(peer.wire().posts("?v=x", ""));
    peer.needs("sse");
    Expect.malformed(peer.wire().gets("?v=2", STREAM));
  }
}
