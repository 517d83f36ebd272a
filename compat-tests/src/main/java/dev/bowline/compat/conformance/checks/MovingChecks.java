package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import java.time.Duration;
import java.util.List;

/** Section 7: from one transport to another. */
final class MovingChecks {

  /** A probe that is not used is closed after so long. */
  private static final Duration PROBE = Duration.ofSeconds(10);

  private static final String UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAAAA";

  private MovingChecks() {}

  static void declare(Checks checks) {
    checks
        .of(7, "How")
        .onMoves("a session moves with nothing lost or repeated", MovingChecks::moves)
        .must("a reply to an older post still comes after a move", MovingChecks::olderPost)
        .must("a late reply to a post shifts no count on a new WebSocket", MovingChecks::lateReply)
        .must("an attach that an acknowledgement has overtaken is taken", MovingChecks::overtaken);
    checks
        .of(7, "Probes")
        .must("a probing WebSocket hears two pings", MovingChecks::probesByWebSocket)
        .must("a probing stream hears two pings and ends", MovingChecks::probesByStream)
        .must("the second ping comes a while after the first", MovingChecks::apart)
        .must("a probe disturbs no connection and takes no number", MovingChecks::disturbsNothing)
        .must("t attaches the WebSocket as its URL would have", MovingChecks::attachesInBand)
        .must("a and p before t are ignored", MovingChecks::ignored)
        .must("anything else closes the probe with 4400, never the session", MovingChecks::nonsense)
        .must("a late number in t is refused, and disturbs nothing", MovingChecks::lateInBand)
        .must("a wrong position in t is refused, and disturbs nothing", MovingChecks::misplaced)
        .must("a probe of an unknown session is refused", MovingChecks::unknown)
        .lasting(terms -> PROBE)
        .must("a probe that is not used is closed with 1000", MovingChecks::unused);
    checks
        .of(7, "Losing a session to somebody else")
        .on(
            Checks.LASTING,
            "of two with one token the first is told, and refused if it repeats its attach",
            MovingChecks::lost);
  }

  private static void moves(Peer peer, Way from, Way to) {
    try (ReliableClient client = ReliableClient.opens(peer.wire(), from)) {
      for (int i = 0; i < 150; i++) {
        if (i == 50) {
          client.movesTo(to);
        }
        if (i == 100) {
          client.movesTo(from);
        }
        client.says("m" + i);
      }
      for (int i = 0; i < 150; i++) {
        Expect.equal("an echo", peer.text("m" + i), client.hears());
      }
      Expect.that(!client.hasMore(), "more than was said comes back");
      Expect.that(client.failure().isEmpty(), "a rule was broken: " + client.failure());
    }
  }

  private static void olderPost(Peer peer) {
    Session session = peer.session().says("!slow 1000");
    try (Line post = session.beginsPost(2, "a")) {
      session.awaitsAccepted(2);
      try (HttpReply stream = session.streams(2, 0)) {
        stream.session();
        Expect.acknowledged(2, HttpReply.on(post));
        Expect.equal("the echo", peer.text("a"), Connections.message(stream));
      }
    }
  }

  private static void lateReply(Peer peer) {
    peer.needs("websocket");
    Session session = peer.session().says("!slow 1000");
    try (Line post = session.beginsPost(2, "2", "3")) {
      session.awaitsAccepted(3);
      try (WireWebSocket socket = session.webSocket(2, 0)) {
        socket.session();
        Expect.status(200, HttpReply.on(post)).close();
        session.awaitsAcknowledged(3);
        socket.sends("n4").sends("m4");
        for (String text : List.of("2", "3", "4")) {
          Expect.equal("an echo", peer.text(text), socket.nextMessage());
        }
      }
    }
  }

  private static void overtaken(Peer peer) {
    try (HttpReply stream = peer.opensStream()) {
      Session session = peer.sessionOf(stream);
      session.says("1", "2");
      Expect.equal("a message", peer.text("1"), Connections.message(stream));
      Expect.equal("a message", peer.text("2"), Connections.message(stream));
      Expect.acknowledged(2, session.acknowledges(2));
      session.says("3");
      session.delivers(2, 2, "3");
    }
  }

  private static WireWebSocket probe(Peer peer, Session session) {
    peer.needs("websocket");
    return session.probesByWebSocket();
  }

  private static void probesByWebSocket(Peer peer) {
    try (WireWebSocket probe = probe(peer, peer.sessionThatHas("not for a probe"))) {
      for (String which : List.of("first", "second")) {
        var frame = probe.next();
        Expect.that(frame.is('p'), "the %s frame: expected p, got %s".formatted(which, frame));
      }
    }
  }

  private static void probesByStream(Peer peer) {
    peer.needs("sse");
    try (HttpReply probe = peer.sessionThatHas("not for a probe").probesByStream()) {
      List<String> records =
          Expect.status(200, probe).events().rest().stream().map(it -> it.type()).toList();
      Expect.equal("records of the stream", List.of("ping", "ping"), records);
    }
  }

  /** The longest of three: a machine that is busy may hand over both pings at once. */
  private static void apart(Peer peer) {
    Session session = peer.session();
    long longest = 0;
    for (int i = 0; i < 3; i++) {
      try (HttpReply probe = session.probesByStream()) {
        probe.next("ping");
        long first = System.nanoTime();
        probe.next("ping");
        longest = Math.max(longest, Duration.ofNanos(System.nanoTime() - first).toMillis());
      }
    }
    Expect.that(longest >= 100, "the second ping came %d ms after the first".formatted(longest));
  }

  private static void disturbsNothing(Peer peer) {
    try (HttpReply stream = peer.opensStream()) {
      Session session = peer.sessionOf(stream);
      try (WireWebSocket probe = probe(peer, session);
          HttpReply second = session.probesByStream()) {
        probe.next('p');
        second.next("ping");
        session.says("undisturbed");
        Expect.equal("a message", peer.text("undisturbed"), Connections.message(stream));
      }
      session.delivers(2, 0, "undisturbed");
    }
  }

  private static void attachesInBand(Peer peer) {
    try (HttpReply stream = peer.opensStream()) {
      Session session = peer.sessionOf(stream);
      session.says("one", "two");
      Expect.equal("a message", peer.text("one"), Connections.message(stream));
      Expect.equal("a message", peer.text("two"), Connections.message(stream));
      try (WireWebSocket probe = probe(peer, session)) {
        probe.next('p');
        probe.sends("t{\"attach\":2,\"ack\":1}");
        SessionRecord record = SessionRecord.parse(probe.next('s').data());
        Expect.equal("resumed", true, record.resumed());
        Expect.equal("next", 2L, record.next());
        Expect.equal("ack", 2L, record.ack());
        Expect.equal("the message", peer.text("two"), probe.nextMessage());
        probe.sends("n3").sends("mthree");
        Expect.equal("the echo", peer.text("three"), probe.nextMessage());
      }
      Expect.equal("what ends the stream", "error", Connections.afterAcks(stream).type());
    }
  }

  private static void ignored(Peer peer) {
    Session session = peer.sessionThatHas("kept");
    session.delivers(2, 0, "kept");
    try (WireWebSocket probe = probe(peer, session)) {
      probe.sends("a0").sends("p").sends("a1").sends("t{\"attach\":3,\"ack\":0}");
      probe.next('s');
      Expect.equal("the message", peer.text("kept"), probe.nextMessage());
    }
  }

  private static void nonsense(Peer peer) {
    Session session = peer.session();
    for (String frame :
        List.of("mhello", "n1", "c{\"code\":1000,\"reason\":\"\"}", "z", "t{}", "tx", "", "s{}")) {
      try (WireWebSocket probe = probe(peer, session)) {
        probe.sends(frame);
        Expect.equal("after '" + frame + "' closed with", 4400, probe.closeCode());
      }
    }
    try (WireWebSocket probe = probe(peer, session)) {
      probe.sends(Payload.bytes(3));
      Expect.equal("after a binary frame closed with", 4400, probe.closeCode());
    }
    session.lives();
  }

  private static void lateInBand(Peer peer) {
    Session session = peer.session();
    try (HttpReply stream = session.streams(5, 0)) {
      stream.session();
      refusedInBand(peer, session, "t{\"attach\":4,\"ack\":0}", 4409);
      session.says("still here");
      Expect.equal("a message", peer.text("still here"), Connections.message(stream));
    }
  }

  private static void misplaced(Peer peer) {
    try (HttpReply stream = peer.opensStream()) {
      Session session = peer.sessionOf(stream);
      refusedInBand(peer, session, "t{\"attach\":2,\"ack\":5}", 4400);
      session.says("still here");
      Expect.equal("a message", peer.text("still here"), Connections.message(stream));
    }
  }

  private static void refusedInBand(Peer peer, Session session, String attach, int code) {
    try (WireWebSocket probe = probe(peer, session)) {
      probe.sends(attach);
      Expect.equal("code of e", code, probe.awaits('e').json().number("code"));
      Expect.equal("closed with", code, probe.closeCode());
    }
  }

  private static void unknown(Peer peer) {
    peer.needs("sse");
    String probe = "/" + UNKNOWN + "?probe=1";
    Expect.refused(404, 4404, peer.wire().gets(probe, "Accept: text/event-stream"));
    peer.needs("websocket");
    try (WireWebSocket socket =
        peer.wire().webSocket(probe, "Sec-WebSocket-Protocol: bowline.v1").mustBeOpen()) {
      Expect.equal("code of e", 4404, socket.next('e').json().number("code"));
      Expect.equal("closed with", 4404, socket.closeCode());
    }
  }

  private static void unused(Peer peer) {
    Session session = peer.session();
    try (WireWebSocket probe = probe(peer, session)) {
      probe.next('p');
      probe.next('p');
      long began = System.nanoTime();
      Expect.equal("closed with", 1000, probe.closeCode());
      long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
      Expect.that(
          millis > PROBE.toMillis() / 2 && millis < PROBE.toMillis() * 3 / 2,
          "it was closed %d ms after the second ping".formatted(millis));
    }
    session.lives();
  }

  private static void lost(Peer peer, Way way) {
    Session session = peer.session();
    try (Connection first = session.attaches(way, 2, 0)) {
      first.session();
      try (Connection second = session.attaches(way, 3, 0)) {
        second.session();
        Expect.equal("code of error", 4409, first.awaits("error").json().number("code"));
        try (Connection again = session.attaches(way, 2, 0)) {
          Expect.equal("code of the refusal", 4409, again.refusal());
        }
        session.says("for the second");
        Expect.equal("a message", peer.text("for the second"), second.nextMessage());
      }
    }
  }
}
