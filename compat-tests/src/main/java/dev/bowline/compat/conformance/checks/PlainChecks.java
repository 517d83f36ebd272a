package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.Frame;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.NotCheckedException;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import dev.bowline.compat.conformance.peer.Terms;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Section 9: clients without a library. */
final class PlainChecks {

  private static final String STREAM = "Accept: text/event-stream";
  private static final Duration UNHEARD = Duration.ofSeconds(35);
  private static final Duration LATE = Duration.ofSeconds(5);

  private PlainChecks() {}

  static void declare(Checks checks) {
    checks
        .of(9, "A bare WebSocket")
        .must("no subprotocol is agreed to, and nothing is said first", PlainChecks::bare)
        .must("each frame is a message, both ways", PlainChecks::bareMessages)
        .must("a close by the application is a close code", PlainChecks::bareClose)
        .must("a refusal is a close code", PlainChecks::bareRefusal)
        .must("its ping is answered", PlainChecks::barePing)
        .lasting(Terms::heartbeat)
        .must("a quiet one hears pings of RFC 6455", PlainChecks::barePinged);
    checks
        .of(9, "A plain EventSource")
        .must("the stream begins with the session and its id line", PlainChecks::firstId)
        .must("after each batch comes the id of the last message", PlainChecks::ids)
        .must("Last-Event-ID goes on where the session was", PlainChecks::resumes)
        .must("what was cut off comes again", PlainChecks::again)
        .must("Last-Event-ID counts as an attach one higher", PlainChecks::oneHigher)
        .must("Last-Event-ID wins over the parameters", PlainChecks::wins)
        .must("an unknown or malformed one opens a new session on B", PlainChecks::unknownOnB)
        .must("on a token's URL it is 404 unless it names the token", PlainChecks::onToken)
        .must("it may have any number of messages unacknowledged", PlainChecks::neverAcknowledges)
        .must("its window drops the oldest, with a gap", PlainChecks::dropsOldest)
        .lasting(terms -> Duration.ofMillis((long) (terms.heartbeat().toMillis() * 2.7)))
        .must("no ping wants an answer", PlainChecks::noAnswer)
        .lasting(terms -> UNHEARD)
        .must("without a connection it lives longer than an opening", PlainChecks::lives);
    checks
        .of(9, "curl")
        .must("a listener by stream and a speaker by post share a session", PlainChecks::curl);
  }

  private static WireWebSocket bareWebSocket(Peer peer) {
    peer.needs("websocket");
    return peer.wire().webSocket("").mustBeOpen();
  }

  private static void bare(Peer peer) {
    try (WireWebSocket socket = bareWebSocket(peer)) {
      String chosen = socket.handshake().header("Sec-WebSocket-Protocol").orElse("nothing");
      Expect.equal("Sec-WebSocket-Protocol", "nothing", chosen);
      socket.sends("first");
      Expect.equal("the first frame", "first", socket.next().text());
    }
  }

  private static void bareMessages(Peer peer) {
    try (WireWebSocket socket = bareWebSocket(peer)) {
      for (String text : List.of("", "m", "c{}", "n1", "p", "a\r\n\u0000\u2028\uD83D\uDE00")) {
        socket.sends(text);
        Frame frame = socket.next();
        Expect.equal("opcode of the echo", Frame.TEXT, frame.opcode());
        Expect.equal("the echo", text, frame.text());
      }
      byte[] bytes = {0, 1, (byte) 0xff};
      socket.sendsBinary(bytes);
      Frame frame = socket.next();
      Expect.equal("opcode of the echo", Frame.BINARY, frame.opcode());
      Expect.that(Arrays.equals(bytes, frame.payload()), "other bytes come back: " + frame);
    }
  }

  private static void bareClose(Peer peer) {
    try (WireWebSocket socket = bareWebSocket(peer)) {
      socket.sends("before").sends("!close 4900 done");
      Expect.equal("the echo", "before", socket.next().text());
      Frame close = socket.next();
      Expect.that(close.isClose(), "expected Close, got " + close);
      Expect.equal("code", 4900, close.closeCode());
    }
  }

  private static void bareRefusal(Peer peer) {
    try (WireWebSocket socket = bareWebSocket(peer)) {
      socket.sendsBinary(new byte[peer.terms().maxMessage() + 1]);
      Frame frame = socket.next();
      Expect.that(frame.isClose(), "expected Close, got " + frame);
      Expect.equal("code", 1009, frame.closeCode());
    }
  }

  private static void barePing(Peer peer) {
    try (WireWebSocket socket = bareWebSocket(peer)) {
      socket.sends(true, Frame.PING, new byte[] {42});
      Frame frame = socket.next();
      Expect.equal("opcode of the answer", Frame.PONG, frame.opcode());
      Expect.that(Arrays.equals(new byte[] {42}, frame.payload()), "a pong with other bytes");
    }
  }

  private static void barePinged(Peer peer) {
    try (WireWebSocket socket = bareWebSocket(peer)) {
      Frame frame = socket.next();
      Expect.equal("opcode of what is said to a quiet one", Frame.PING, frame.opcode());
      socket.sends(true, Frame.PONG, frame.payload()).sends("and on");
      Expect.equal("the echo", "and on", socket.next().text());
    }
  }

  private static HttpReply plain(Peer peer, String... headers) {
    peer.needs("sse");
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = STREAM;
    return Expect.status(200, peer.wire().gets("", all));
  }

  private static String lastEventId(Session session, long number) {
    return "Last-Event-ID: " + session.token() + "." + number;
  }

  private static void firstId(Peer peer) {
    try (HttpReply stream = plain(peer)) {
      Session session = peer.sessionOf(stream);
      Expect.equal("id", session.token() + ".0", stream.events().awaitsId());
    }
  }

  private static void ids(Peer peer) {
    try (HttpReply stream = plain(peer)) {
      Session session = peer.sessionOf(stream);
      Expect.equal("id", session.token() + ".0", stream.events().awaitsId());
      for (int i = 1; i <= 3; i++) {
        session.says("m" + i);
        Expect.equal("a message", peer.text("m" + i), Connections.message(stream));
        Expect.equal("id behind it", session.token() + "." + i, stream.events().awaitsId());
      }
    }
  }

  private static void resumes(Peer peer) {
    Session session;
    try (HttpReply stream = plain(peer)) {
      session = peer.sessionOf(stream).says("one");
      Connections.message(stream);
    }
    session.says("two");
    try (HttpReply again = plain(peer, lastEventId(session, 1))) {
      SessionRecord record = again.session();
      Expect.equal("session", session.token(), record.token());
      Expect.equal("resumed", true, record.resumed());
      Expect.equal("next", 2L, record.next());
      Expect.equal("a message", peer.text("two"), Connections.message(again));
    }
  }

  private static void again(Peer peer) {
    Session session;
    try (HttpReply stream = plain(peer)) {
      session = peer.sessionOf(stream).says("one", "two");
      Connections.message(stream);
    }
    for (int i = 0; i < 2; i++) {
      try (HttpReply again = plain(peer, lastEventId(session, 0))) {
        again.session();
        Expect.equal("a message", peer.text("one"), Connections.message(again));
        Expect.equal("a message", peer.text("two"), Connections.message(again));
      }
    }
  }

  private static void oneHigher(Peer peer) {
    try (HttpReply stream = plain(peer)) {
      Session session = peer.sessionOf(stream);
      try (HttpReply second = plain(peer, lastEventId(session, 0))) {
        second.session();
        Event told = Connections.afterAcks(stream);
        Expect.equal("what the first is told", "error", told.type());
        Expect.equal("code", 4409, told.json().number("code"));
        Expect.refused(409, 4409, session.polls(1, 0));
      }
      Expect.status(200, session.polls(3, 0)).close();
    }
  }

  private static void wins(Peer peer) {
    Session session = peer.sessionThatHas("one", "two");
    session.delivers(2, 0, "one", "two");
    try (HttpReply stream = session.gets("attach=3&ack=0", STREAM, lastEventId(session, 1))) {
      Expect.status(200, stream).session();
      Expect.equal("a message", peer.text("two"), Connections.message(stream));
    }
    try (HttpReply stream = peer.wire().gets("?colour=red", STREAM, lastEventId(session, 1))) {
      Expect.equal("session", session.token(), Expect.status(200, stream).session().token());
    }
  }

  private static void unknownOnB(Peer peer) {
    for (String id : List.of("AAAAAAAAAAAAAAAAAAAAAAAA.7", "nonsense", ".", "x.y", "7")) {
      try (HttpReply stream = plain(peer, "Last-Event-ID: " + id)) {
        Expect.equal("with '" + id + "': resumed", false, stream.session().resumed());
      }
    }
  }

  private static void onToken(Peer peer) {
    Session session = peer.session();
    Session other = peer.session();
    String url = "/" + session.token();
    for (String id : List.of("AAAAAAAAAAAAAAAAAAAAAAAA.0", "nonsense", other.token() + ".0")) {
      Expect.refused(404, 4404, peer.wire().gets(url, STREAM, "Last-Event-ID: " + id));
    }
    try (HttpReply stream = peer.wire().gets(url, STREAM, lastEventId(session, 0))) {
      Expect.equal("resumed", true, Expect.status(200, stream).session().resumed());
    }
  }

  private static void neverAcknowledges(Peer peer) {
    // Less than the window at a time: what it had no time to send it might drop.
    int half = (peer.terms().sendMessages() + 1) / 2;
    try (HttpReply stream = plain(peer)) {
      Session session = peer.sessionOf(stream);
      for (int i = 0; i < 3; i++) {
        session.says("!push " + half);
        for (int j = 0; j < half; j++) {
          Expect.equal("a message", peer.text("" + j), Connections.message(stream));
        }
      }
      session.says("and on");
      Expect.equal("a message", peer.text("and on"), Connections.message(stream));
    }
  }

  private static void dropsOldest(Peer peer) {
    int count = peer.terms().sendMessages() * 2;
    Session session;
    try (HttpReply stream = plain(peer)) {
      session = peer.sessionOf(stream);
    }
    session.says("!push " + count);
    try (HttpReply again = plain(peer, lastEventId(session, 0))) {
      again.session();
      Event gap = Connections.afterAcks(again);
      Expect.equal("what comes first", "gap", gap.type());
      Expect.equal("from", 1, gap.json().number("from"));
      for (int i = gap.json().number("to"); i < count; i++) {
        Expect.equal("a message", peer.text("" + i), Connections.message(again));
      }
    }
  }

  private static void noAnswer(Peer peer) {
    try (HttpReply stream = plain(peer)) {
      Session session = peer.sessionOf(stream);
      long end = System.nanoTime() + (long) (peer.terms().heartbeat().toNanos() * 2.6);
      while (System.nanoTime() < end) {
        Expect.equal("what is said to a quiet one", "ping", stream.events().next().type());
      }
      session.says("x");
      Expect.equal("a message", peer.text("x"), Connections.message(stream));
    }
  }

  private static void lives(Peer peer) {
    if (peer.terms().resumeTimeout().compareTo(UNHEARD.plus(LATE)) < 0) {
      throw new NotCheckedException("resumeTimeout is no longer than the life of an opening");
    }
    Session session;
    try (HttpReply stream = plain(peer)) {
      session = peer.sessionOf(stream);
    }
    peer.pause(UNHEARD);
    try (HttpReply again = plain(peer, lastEventId(session, 0))) {
      Expect.equal("session", session.token(), again.session().token());
    }
  }

  private static void curl(Peer peer) {
    try (HttpReply stream = peer.wire().gets("?v=1", STREAM)) {
      Session session = peer.sessionOf(stream);
      String form = "Content-Type: application/x-www-form-urlencoded";
      Expect.status(200, peer.wire().asks("POST", "/" + session.token(), "hello", form)).close();
      Expect.equal("the echo", peer.text("hello"), Connections.message(stream));
    }
  }
}
