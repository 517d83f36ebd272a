package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.NotCheckedException;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import dev.bowline.compat.conformance.peer.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Section 5: how a batch is answered. */
final class PostChecks {

  private static final int MOST_HELD = 8;

  /** So slow that several requests fit in, on a busy machine too. */
  private static Duration slow(Terms terms) {
    Duration half = terms.pollWait().dividedBy(2);
    return half.toSeconds() < 10 ? half : Duration.ofSeconds(10);
  }

  private PostChecks() {}

  static void declare(Checks checks) {
    checks
        .of(5, "Reply to a batch")
        .must("it is 200 with an ack of what is handled", PostChecks::acknowledged)
        .must("what was accepted before is skipped", PostChecks::skipped)
        .must("of a batch that overlaps only the new counts", PostChecks::overlapping)
        .must("a ninth held post releases the oldest", PostChecks::ninth)
        .must("a held post keeps no poll waiting", PostChecks::besideAPoll)
        .must("an empty post is answered at once", PostChecks::empty)
        .lasting(PostChecks::slow)
        .must("it comes when the application has handled what it brought", PostChecks::held)
        .must("a repeated post waits like the first", PostChecks::repeatedWaits)
        .lasting(terms -> terms.pollWait())
        .must("held for too long, it says what is handled by then", PostChecks::heldTooLong);
    checks
        .of(5, "A batch that is ahead")
        .must("it is refused whole: 409 with an ack record", PostChecks::ahead)
        .must("its number is the last accepted message, not handled", PostChecks::aheadOfHandled)
        .must("the client goes on from that number plus 1", PostChecks::goesOn);
    checks
        .of(5, "ack on a post")
        .must("it counts with 200", PostChecks::countsWith200)
        .must("it counts with 409", PostChecks::countsWith409)
        .must("a stale one is ignored", PostChecks::stale)
        .must("one beyond what was sent is 400, and nothing counts", PostChecks::beyond);
    checks
        .of(5, "Posts")
        .must("they are taken whatever is attached, and when nothing is", PostChecks::anywhere);
  }

  private static void acknowledged(Peer peer) {
    Session session = peer.session();
    Expect.acknowledged(3, session.posts(1, "a", "b", "c"));
    session.delivers(2, 0, "a", "b", "c");
  }

  private static void skipped(Peer peer) {
    Session session = peer.session();
    Expect.acknowledged(2, session.posts(1, "a", "b"));
    Expect.acknowledged(2, session.posts(1, "a", "b"));
    Expect.acknowledged(2, session.posts(2, "b"));
    session.delivers(2, 0, "a", "b");
  }

  private static void overlapping(Peer peer) {
    Session session = peer.session();
    Expect.acknowledged(2, session.posts(1, "a", "b"));
    Expect.acknowledged(4, session.posts(2, "b", "c", "d"));
    session.delivers(2, 0, "a", "b", "c", "d");
  }

  private static void held(Peer peer) {
    Duration slow = slow(peer.terms());
    Session session = peer.session().says("!slow " + slow.toMillis());
    long begun = System.nanoTime();
    try (Line post = session.beginsPost(2, "a")) {
      session.awaitsAccepted(2);
      long handled = session.handled();
      // Not handled yet, so not acknowledged either, though it is accepted; unless all this has
      // taken so long that it may be.
      if (System.nanoTime() - begun < slow.toNanos()) {
        Expect.equal("the number of the ack record", 1L, handled);
      }
      Expect.acknowledged(2, HttpReply.on(post));
    }
    session.delivers(2, 0, "a");
  }

  private static void repeatedWaits(Peer peer) {
    Session session = peer.session().says("!slow " + slow(peer.terms()).toMillis());
    try (Line first = session.beginsPost(2, "a")) {
      session.awaitsAccepted(2);
      try (Line second = session.beginsPost(2, "a")) {
        Expect.acknowledged(2, HttpReply.on(second));
      }
      Expect.acknowledged(2, HttpReply.on(first));
    }
    session.delivers(2, 0, "a");
  }

  private static void ninth(Peer peer) {
    if (peer.terms().receiveMessages() <= MOST_HELD) {
      throw new NotCheckedException("the receive window is smaller");
    }
    Session session = peer.session().says("!slow 60000");
    List<Line> posts = new ArrayList<>();
    for (int i = 0; i <= MOST_HELD; i++) {
      posts.add(session.beginsPost(2 + i, "m" + i));
      session.awaitsAccepted(2 + i);
    }
    Expect.acknowledged(1, HttpReply.on(posts.get(0)));
  }

  private static void besideAPoll(Peer peer) {
    Session session = peer.sessionThatHas("x");
    Expect.acknowledged(2, session.posts(2, "!slow 60000"));
    try (Line post = session.beginsPost(3, "y")) {
      session.awaitsAccepted(3);
      session.delivers(2, 0, "x");
    }
  }

  private static void empty(Peer peer) {
    Session session = peer.session().says("!slow 60000");
    session.beginsPost(2, "a");
    session.awaitsAccepted(2);
    Expect.acknowledged(1, session.acknowledges(0));
  }

  private static void heldTooLong(Peer peer) {
    Session session = peer.session().says("!slow 600000");
    try (Line post = session.beginsPost(2, "a", "b")) {
      Expect.acknowledged(1, HttpReply.on(post));
    }
  }

  private static void ahead(Peer peer) {
    Session session = peer.sessionThatHas("a");
    isAhead(1, session.posts(3, "c"));
    Expect.acknowledged(3, session.posts(2, "b", "c"));
    session.delivers(2, 0, "a", "b", "c");
  }

  private static void isAhead(long accepted, HttpReply reply) {
    try (reply) {
      List<Event> events = Expect.status(409, reply).events().rest();
      Expect.equal("records of the reply", 1, events.size());
      Expect.equal("the record", "ack", events.get(0).type());
      Expect.equal("its number", accepted, events.get(0).number());
    }
  }

  private static void aheadOfHandled(Peer peer) {
    Session session = peer.session().says("!slow 60000");
    try (Line post = session.beginsPost(2, "a", "b")) {
      session.awaitsAccepted(3);
      isAhead(3, session.posts(9, "far"));
      Expect.acknowledged(1, session.acknowledges(0));
    }
  }

  private static void goesOn(Peer peer) {
    Session session = peer.session().says("!slow " + Duration.ofSeconds(1).toMillis());
    try (Line post = session.beginsPost(2, "a")) {
      session.awaitsAccepted(2);
      Expect.acknowledged(3, session.posts(3, "b"));
      Expect.status(200, HttpReply.on(post)).close();
    }
    session.delivers(2, 0, "a", "b");
  }

  private static void countsWith200(Peer peer) {
    Session session = peer.sessionThatHas("x");
    session.delivers(2, 0, "x");
    Expect.acknowledged(2, session.postsRaw("seq=2&ack=1", peer.batch("y")));
    Expect.malformed(session.polls(3, 0));
    session.delivers(4, 1, "y");
  }

  private static void countsWith409(Peer peer) {
    Session session = peer.sessionThatHas("x");
    session.delivers(2, 0, "x");
    isAhead(1, session.postsRaw("seq=9&ack=1", peer.batch("far")));
    Expect.malformed(session.polls(3, 0));
    session.delivers(4, 1);
  }

  private static void stale(Peer peer) {
    Session session = peer.sessionThatHas("1", "2");
    session.delivers(2, 0, "1", "2");
    Expect.acknowledged(2, session.acknowledges(2));
    Expect.acknowledged(2, session.acknowledges(1));
    Expect.acknowledged(3, session.postsRaw("seq=3&ack=0", peer.batch("3")));
    session.delivers(3, 2, "3");
  }

  private static void beyond(Peer peer) {
    Session session = peer.session();
    Expect.malformed(session.postsRaw("seq=1&ack=1", peer.batch("no")));
    Expect.malformed(session.postsRaw("ack=1", ""));
    session.says("yes");
    session.delivers(2, 0, "yes");
  }

  private static void anywhere(Peer peer) {
    Session session = peer.sessionThatHas("beside nothing");
    try (HttpReply stream = session.streams(2, 0)) {
      stream.session();
      session.says("beside a stream");
    }
    if (peer.terms().transports().contains("websocket")) {
      try (WireWebSocket socket = session.webSocket(3, 0)) {
        socket.session();
        session.says("beside a WebSocket");
      }
    }
    long hold = peer.terms().pollWait().toMillis();
    try (Line poll = peer.wire().beginsPoll(session.token(), 4, 0, hold)) {
      session.says("beside a poll");
    }
    session.lives();
  }
}
