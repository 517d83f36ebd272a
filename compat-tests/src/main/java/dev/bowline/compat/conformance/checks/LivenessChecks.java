package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.Frame;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Told;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.NotCheckedException;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import dev.bowline.compat.conformance.peer.Terms;
import java.time.Duration;
import java.util.Arrays;

/** Section 6: acknowledgements in time, heartbeats, and how long a session lives. */
final class LivenessChecks {

  /** An opening that nobody was heard of again lives for so long. */
  private static final Duration UNHEARD = Duration.ofSeconds(30);

  /** By so much a server may be late before it counts: its machine may be busy. */
  private static final Duration LATE = Duration.ofSeconds(5);

  private LivenessChecks() {}

  static void declare(Checks checks) {
    checks
        .of(6, "When to acknowledge")
        .on(
            Checks.LASTING,
            "at the latest one second after a message that could be",
            LivenessChecks::afterASecond)
        .must("what is not handled is not acknowledged", LivenessChecks::onlyHandled)
        .must("as often as needed, so that a client never has to stop", LivenessChecks::keepsUp);
    checks
        .of(6, "Heartbeat")
        .lasting(Terms::heartbeat)
        .on(Checks.LASTING, "a quiet connection hears a ping in time", LivenessChecks::quiet)
        .on(
            Checks.LASTING,
            "a client that is silent is sent a ping whatever else it hears",
            LivenessChecks::pingedAmongMessages)
        .lasting(terms -> times(terms.heartbeat(), 2.7))
        .on(
            Checks.LASTING,
            "a connection whose client answers each ping stays attached",
            LivenessChecks::answering);
    checks
        .of(6, "Death")
        .lasting(terms -> times(terms.heartbeat(), 2.2))
        .on(
            Checks.LASTING,
            "a client that does not answer is detached, and its session lives",
            LivenessChecks::silent)
        .lasting(Terms::pollWait)
        .must("a poll that has nothing to say ends in time, with a ping", LivenessChecks::poll);
    checks
        .of(6, "Lifetime")
        .lasting(terms -> times(unheard(terms), 0.75))
        .must("an opening lives for 30 s at first", LivenessChecks::openingLives)
        .lasting(terms -> unheard(terms).plus(LATE))
        .onAll("an opening that is not heard of again is closed", LivenessChecks::openingEnds)
        .must("HEAD and OPTIONS prolong nothing", LivenessChecks::notProlonged)
        .must("one that was heard of by a post lives on", LivenessChecks::heardOf)
        .must("one whose opening connection is there lives on", LivenessChecks::connected)
        .lasting(terms -> terms.resumeTimeout().plus(LATE))
        .onAll("without a connection it ends after resumeTimeout", LivenessChecks::expires)
        .lasting(terms -> times(terms.resumeTimeout(), 2).plus(LATE.multipliedBy(2)))
        .must("a closed session is 404 later", LivenessChecks::forgotten);
  }

  private static Duration times(Duration time, double factor) {
    return Duration.ofMillis((long) (time.toMillis() * factor));
  }

  private static Duration unheard(Terms terms) {
    return terms.resumeTimeout().compareTo(UNHEARD) < 0 ? terms.resumeTimeout() : UNHEARD;
  }

  private static void afterASecond(Peer peer, Way way) {
    try (Connection connection = Connection.opens(peer.wire(), way)) {
      Session session = peer.sessionOf(connection);
      long began = System.nanoTime();
      // It brings about nothing with which an acknowledgement could travel.
      connection.sends(session.token(), 1, peer.text("!slow 0"));
      if (way == Way.WEBSOCKET) {
        Expect.equal("the number", 1L, connection.awaits("ack").number());
      } else {
        session.awaitsAcknowledged(1);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      Expect.that(
          took.compareTo(LATE.plusSeconds(1)) < 0,
          "expected an ack a second later, it came after " + took.toMillis() + " ms");
    }
  }

  private static void onlyHandled(Peer peer) {
    peer.needs("websocket");
    try (WireWebSocket socket = peer.opensWebSocket()) {
      socket.session();
      socket.sends("n1").sends("m!slow 700");
      for (int i = 2; i <= 4; i++) {
        socket.sends("m" + i);
      }
      long handled = 1;
      long acknowledged = 0;
      while (acknowledged < 4) {
        Frame frame = socket.next();
        if (frame.is('p')) {
          socket.sends("a0");
        }
        handled += frame.isMessage() ? 1 : 0;
        acknowledged = frame.is('a') ? frame.number() : acknowledged;
        Expect.that(
            acknowledged <= handled,
            "acknowledged %d, but only %d are handled".formatted(acknowledged, handled));
      }
    }
  }

  private static void keepsUp(Peer peer) {
    peer.needs("websocket");
    int window = peer.terms().receiveMessages();
    try (WireWebSocket socket = peer.opensWebSocket()) {
      socket.session();
      socket.sends("n1");
      long acknowledged = 0;
      for (long sent = 1; sent <= 3L * window; sent++) {
        socket.sends("m!slow 0");
        while (sent - acknowledged >= window) {
          acknowledged = socket.awaits('a').number();
        }
      }
    }
  }

  private static void quiet(Peer peer, Way way) {
    try (Connection connection = Connection.opens(peer.wire(), way)) {
      connection.session();
      long began = System.nanoTime();
      Told told = connection.nextWithPings();
      Expect.equal("what is said", "ping", told.kind());
      inTime(peer, began);
    }
  }

  private static void inTime(Peer peer, long began) {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    Duration most = times(peer.terms().heartbeat(), 1.2).plus(LATE);
    Expect.that(
        took.compareTo(most) < 0,
        "expected a ping within %d ms, it came after %d ms"
            .formatted(peer.terms().heartbeat().toMillis(), took.toMillis()));
  }

  private static void pingedAmongMessages(Peer peer, Way way) {
    Session session = peer.session();
    // From now on something is said to it ten times in a heartbeat.
    session.says("!slow " + peer.terms().heartbeat().toMillis() / 10);
    try (Connection connection = session.attaches(way, 2, 0)) {
      connection.session();
      String[] many = new String[30];
      Arrays.fill(many, "x");
      session.beginsPost(2, many);
      long began = System.nanoTime();
      int messages = 0;
      Told told = connection.nextWithPings();
      while (!told.is("ping")) {
        messages += told.is("message") ? 1 : 0;
        Expect.that(!told.is("end"), "the connection has ended");
        Expect.that(messages < 25, "%d messages, and no ping".formatted(messages));
        told = connection.nextWithPings();
      }
      Expect.that(messages > 0, "nothing was said but a ping");
      inTime(peer, began);
    }
  }

  private static void answering(Peer peer, Way way) {
    try (Connection connection = Connection.opens(peer.wire(), way)) {
      Session session = peer.sessionOf(connection);
      long end = System.nanoTime() + times(peer.terms().heartbeat(), 2.6).toNanos();
      while (System.nanoTime() < end) {
        Told told = connection.nextWithPings();
        Expect.that(!told.is("end") && !told.is("error"), "the connection has ended: " + told);
        if (told.is("ping")) {
          connection.acknowledges(session.token(), 0);
        }
      }
      session.says("x");
      Expect.equal("the message", peer.text("x"), connection.nextMessage());
    }
  }

  private static void silent(Peer peer, Way way) {
    try (Connection connection = Connection.opens(peer.wire(), way)) {
      Session session = peer.sessionOf(connection);
      long began = System.nanoTime();
      connection.awaitsTheEnd();
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      Duration heartbeat = peer.terms().heartbeat();
      Expect.that(
          took.compareTo(heartbeat) > 0,
          "it was detached after %d ms, before a ping was due".formatted(took.toMillis()));
      Expect.that(
          took.compareTo(times(heartbeat, 3.3).plus(LATE)) < 0,
          "it was detached after %d ms only".formatted(took.toMillis()));
      session.lives();
      session.delivers(2, 0, "still here");
    }
  }

  private static void poll(Peer peer) {
    Session session = peer.session();
    long began = System.nanoTime();
    long hold = peer.terms().pollWait().toMillis();
    try (HttpReply poll = session.gets("attach=2&ack=0&wait=" + hold)) {
      Expect.equal("the record", "ping", Expect.status(200, poll).next().type());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    // A client would take it for dead then.
    Expect.that(
        took.compareTo(peer.terms().pollWait().plusSeconds(10)) < 0,
        "it was answered after %d ms".formatted(took.toMillis()));
  }

  private static void openingLives(Peer peer) {
    Session session = peer.session();
    peer.pause(times(unheard(peer.terms()), 0.75));
    session.lives();
  }

  private static void openingEnds(Peer peer, Way way) {
    Session session;
    try (Connection connection = Connection.opens(peer.wire(), way)) {
      session = peer.sessionOf(connection);
    }
    peer.pause(unheard(peer.terms()).plus(LATE));
    isExpired(session);
  }

  /** 410 with 4408, or 404 if the server has forgotten it already. */
  private static void isExpired(Session session) {
    HttpReply reply = session.polls(2, 0);
    if (reply.status() == 404) {
      Expect.refused(404, 4404, reply);
    } else {
      Expect.refused(410, 4408, reply);
    }
  }

  private static void notProlonged(Peer peer) {
    Session session = peer.session();
    Duration step = unheard(peer.terms()).plus(LATE).dividedBy(5);
    for (int i = 0; i < 5; i++) {
      peer.pause(step);
      if (i < 4) {
        peer.wire().asks("HEAD", "/" + session.token(), "").close();
        peer.wire().asks("OPTIONS", "/" + session.token(), "").close();
      }
    }
    isExpired(session);
  }

  private static void heardOf(Peer peer) {
    needsLongResume(peer);
    Session session = peer.sessionThatHas("x");
    peer.pause(unheard(peer.terms()).plus(LATE));
    session.delivers(2, 0, "x");
  }

  private static void needsLongResume(Peer peer) {
    if (peer.terms().resumeTimeout().compareTo(UNHEARD.plus(LATE.multipliedBy(3))) < 0) {
      throw new NotCheckedException("resumeTimeout is no longer than the life of an opening");
    }
  }

  private static void connected(Peer peer) {
    needsLongResume(peer);
    try (HttpReply stream = peer.opensStream()) {
      Session session = peer.sessionOf(stream);
      peer.pause(unheard(peer.terms()).plus(LATE));
      session.lives();
    }
  }

  private static void expires(Peer peer, Way way) {
    Session session;
    try (Connection connection = Connection.opens(peer.wire(), way)) {
      session = peer.sessionOf(connection);
      session.says("x");
    }
    peer.pause(peer.terms().resumeTimeout().plus(LATE));
    isExpired(session);
  }

  private static void forgotten(Peer peer) {
    Session session = peer.session();
    session.deletes().close();
    peer.pause(times(peer.terms().resumeTimeout(), 0.8));
    session.isClosed(1000);
    peer.pause(times(peer.terms().resumeTimeout(), 1.2).plus(LATE.multipliedBy(2)));
    Expect.refused(404, 4404, session.polls(2_000_000, 0));
  }
}
