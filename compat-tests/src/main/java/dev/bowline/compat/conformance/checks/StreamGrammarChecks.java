package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Awkward;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import java.util.List;
import java.util.Locale;

/** Section 5: the grammar of event streams, in both directions. */
final class StreamGrammarChecks {

  private StreamGrammarChecks() {}

  static void declare(Checks checks) {
    checks
        .of(5, "Grammar")
        .must("a text without CR is a data line for each piece between LFs", grammar("a\n\nb"))
        .must("the empty text is the line 'data: ' alone", grammar(""))
        .must("a text with a CR is event: text and a JSON string", StreamGrammarChecks::withCr)
        .must("a binary message is event: binary and base64", StreamGrammarChecks::base64)
        .must("a record without data still has its data line", StreamGrammarChecks::emptyRecord)
        .must("lone surrogates become U+FFFD", StreamGrammarChecks::loneSurrogates)
        .must("comments, id, retry and unknown fields are ignored", StreamGrammarChecks::ignored)
        .must("one space behind the colon is dropped, and no more", StreamGrammarChecks::spaces)
        .must("a byte order mark before a batch is dropped", StreamGrammarChecks::byteOrderMark)
        .must("lines may end in CR, LF or both", StreamGrammarChecks::lineEnds)
        .onAll("awkward texts go there and back", StreamGrammarChecks::awkward)
        .onAll("bytes of every value go there and back", StreamGrammarChecks::bytes)
        .must("a batch that is cut off counts for nothing", StreamGrammarChecks::cutOff);
    checks
        .of(5, "Batches")
        .must("an unfinished event is 400, and nothing counts", bad("data: x", "data: x\n"))
        .must(
            "a record or an unknown event is 400, and nothing counts",
            bad(
                "event: ack\ndata: 1\n\n",
                "event: close\ndata: {}\n\n",
                "event: Text\ndata: x\n\n"))
        .must("an event without data is 400, and nothing counts", bad("event: text\n\n"))
        .must(
            "bad base64 is 400, and nothing counts",
            bad(
                "event: binary\ndata: ====\n\n",
                "event: binary\ndata: AA\n\n",
                "event: binary\ndata: AA==AA==\n\n",
                "event: binary\ndata: A-_=\n\n"))
        .must(
            "bad JSON is 400, and nothing counts",
            bad(
                "event: text\ndata: no json\n\n",
                "event: text\ndata: \"open\n\n",
                "event: text\ndata: 7\n\n",
                "event: text\ndata: \"\\x\"\n\n"))
        .must("bad UTF-8 is 400, and nothing counts", StreamGrammarChecks::badUtf8);
    checks
        .of(5, "Types")
        .must("replies are text/event-stream; charset=utf-8", StreamGrammarChecks::types)
        .must("batches may be posted as text/plain", StreamGrammarChecks::textPlain);
  }

  /** A text comes back in this very form. */
  private static Check.Procedure grammar(String text) {
    return peer -> {
      Session session = peer.sessionThatHas(text);
      String event = "data: " + text.replace("\n", "\ndata: ") + "\n\n";
      comes(session, event);
    };
  }

  private static void comes(Session session, String event) {
    try (HttpReply poll = session.polls(2, 0)) {
      String body = Expect.status(200, poll).text().replace("\r\n", "\n").replace('\r', '\n');
      Expect.that(body.contains(event), "expected the event '%s' in '%s'".formatted(event, body));
    }
  }

  private static void withCr(Peer peer) {
    Session session = peer.sessionThatHas("a CR\r and an LF\n");
    try (HttpReply poll = session.polls(2, 0)) {
      var event = Connections.afterAcks(Expect.status(200, poll));
      Expect.equal("event", "text", event.type());
      Expect.equal("the JSON string", "a CR\r and an LF\n", event.json().string());
    }
  }

  private static void base64(Peer peer) {
    Session session = peer.session();
    session.says(Payload.binary((byte) 0, (byte) 1, (byte) 0xfe, (byte) 0xff));
    comes(session, "event: binary\ndata: AAH+/w==\n\n");
  }

  private static void emptyRecord(Peer peer) {
    comes(peer.session(), "event: ping\ndata: \n\n");
  }

  private static void loneSurrogates(Peer peer) {
    Session session = peer.session();
    String batch = "event: text\ndata: \"\\ud800x\"\n\nevent: text\ndata: \"y\\udc00\\r\"\n\n";
    Expect.acknowledged(2, session.postsRaw("seq=1", batch));
    session.delivers(2, 0, "\uFFFDx", "y\uFFFD\r");
  }

  private static void ignored(Peer peer) {
    Session session = peer.session();
    String batch = ": comment\nid: 7\nretry: 1\nfoo: bar\nbar\ndata: a\n\n:\n\ndata: b\n\n";
    Expect.acknowledged(2, session.postsRaw("seq=1", batch));
    session.delivers(2, 0, "a", "b");
  }

  private static void spaces(Peer peer) {
    Session session = peer.session();
    String batch = "data:none\n\ndata: one\n\ndata:  two\n\ndata\n\n";
    Expect.acknowledged(4, session.postsRaw("seq=1", batch));
    session.delivers(2, 0, "none", "one", " two", "");
  }

  private static void byteOrderMark(Peer peer) {
    Session session = peer.session();
    Expect.acknowledged(1, session.postsRaw("seq=1", "\uFEFFdata: a\n\n"));
    session.delivers(2, 0, "a");
  }

  private static void lineEnds(Peer peer) {
    Session session = peer.session();
    String batch = "data: a\r\n\r\ndata: b\r\rdata: c\n\ndata: d\rdata: e\r\n\n";
    Expect.acknowledged(4, session.postsRaw("seq=1", batch));
    session.delivers(2, 0, "a", "b", "c", "d\ne");
  }

  private static void awkward(Peer peer, Way way) {
    try (ReliableClient client = ReliableClient.opens(peer.wire(), way)) {
      List<String> texts = Awkward.within(peer.terms().maxMessage());
      texts.forEach(client::says);
      for (String text : texts) {
        Expect.equal("the echo", Payload.text(text), client.hears());
      }
    }
  }

  private static void bytes(Peer peer, Way way) {
    List<Integer> sizes = peer.terms().sizes(List.of(0, 1, 2, 3, 4, 256, 65_535, 65_536, 100_003));
    try (ReliableClient client = ReliableClient.opens(peer.wire(), way)) {
      sizes.forEach(size -> client.says(Payload.bytes(size)));
      for (int size : sizes) {
        Expect.equal("the echo", Payload.bytes(size), client.hears());
      }
    }
  }

  private static void cutOff(Peer peer) {
    Session session = peer.session();
    String target = peer.wire().channel() + "/" + session.token() + "?seq=1";
    String head = "POST " + target + " HTTP/1.1\r\nHost: " + peer.wire().host();
    peer.wire().line().write(head + "\r\nContent-Length: 100\r\n\r\ndata: half\n\n").resets();
    session.says("whole");
    session.delivers(2, 0, "whole");
  }

  /** None of these has an effect, though a good event stands before it. */
  private static Check.Procedure bad(String... events) {
    return peer -> {
      Session session = peer.session();
      for (String event : events) {
        Expect.malformed(session.postsRaw("seq=1", "data: good\n\n" + event));
      }
      session.says("first");
      session.delivers(2, 0, "first");
    };
  }

  private static void badUtf8(Peer peer) {
    Session session = peer.session();
    byte[] batch = {'d', 'a', 't', 'a', ':', ' ', (byte) 0xff, (byte) 0xc0, '\n', '\n'};
    Expect.malformed(peer.wire().asks("POST", "/" + session.token() + "?seq=1", batch));
    session.says("first");
    session.delivers(2, 0, "first");
  }

  private static void types(Peer peer) {
    Session session = peer.sessionThatHas("x");
    for (HttpReply reply :
        List.of(
            peer.opensByPost(),
            peer.opensStream(),
            session.polls(2, 0),
            session.streams(3, 0),
            session.posts(2, "y"),
            session.posts(9, "ahead"),
            session.polls(1, 0))) {
      String type = reply.header("Content-Type").orElse("nothing");
      Expect.equal(
          "Content-Type of a reply with status " + reply.status(),
          "text/event-stream;charset=utf-8",
          type.replace(" ", "").toLowerCase(Locale.ROOT));
      reply.close();
    }
  }

  private static void textPlain(Peer peer) {
    Session session = peer.session();
    for (String type : List.of("text/plain", "text/plain;charset=UTF-8")) {
      String header = "Content-Type: " + type;
      Expect.acknowledged(1, session.postsRaw("seq=1", peer.batch("x"), header));
    }
    session.delivers(2, 0, "x");
  }
}
