package dev.bowline.compat.conformance.peer;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One session of a check's, and what it has said so far by posts. The application echoes, so what
 * was said is also what the application sends.
 */
public final class Session {

  private static final String STREAM = "Accept: text/event-stream";

  private final Peer peer;
  private final WireClient wire;
  private final String token;
  private long said;

  Session(Peer peer, String token) {
    this.peer = peer;
    this.wire = peer.wire();
    this.token = token;
  }

  public String token() {
    return token;
  }

  /** Posts these as its next messages; they are handled when this returns. */
  public Session says(String... texts) {
    Payload[] messages = Arrays.stream(texts).map(Payload::text).toArray(Payload[]::new);
    return says(messages);
  }

  /** The same, with messages of any kind. */
  public Session says(Payload... messages) {
    long first = said + 1;
    said += messages.length;
    Expect.acknowledged(said, posts(first, messages));
    return this;
  }

  public HttpReply posts(long seq, Payload... messages) {
    return wire.postsBatch(token, seq, messages);
  }

  /** A batch of texts; what it is answered with is the check's concern. */
  public HttpReply posts(long seq, String... texts) {
    return posts(seq, Arrays.stream(texts).map(Payload::text).toArray(Payload[]::new));
  }

  /** A batch that the page may not allow; {@code parameters} follow the question mark. */
  public HttpReply postsRaw(String parameters, String body, String... headers) {
    return wire.posts("/" + token + "?" + parameters, body, headers);
  }

  /** Sends a batch, and waits for no reply. */
  public Line beginsPost(long seq, String... texts) {
    return wire.beginsBatch(
        token, seq, Arrays.stream(texts).map(Payload::text).toArray(Payload[]::new));
  }

  /** Returns when so many messages are accepted, which a batch that is ahead is told. */
  public void awaitsAccepted(long number) {
    long accepted = 0;
    while (accepted < number) {
      try (HttpReply ahead = posts(1_000_000, "ahead")) {
        accepted = Expect.status(409, ahead).next("ack").number();
      }
    }
    Expect.equal("messages accepted", number, accepted);
  }

  /** How many messages are handled, which every post is told. */
  public long handled() {
    try (HttpReply reply = acknowledges(0)) {
      return Expect.status(200, reply).next("ack").number();
    }
  }

  /** Returns when so many messages are handled. */
  public void awaitsAcknowledged(long number) {
    long handled = 0;
    while (handled < number) {
      handled = handled();
    }
    Expect.equal("messages handled", number, handled);
  }

  public HttpReply acknowledges(long ack) {
    return wire.acknowledges(token, ack);
  }

  public HttpReply deletes() {
    return wire.asks("DELETE", "/" + token, "");
  }

  /** A poll that waits for nothing. */
  public HttpReply polls(long attach, long ack) {
    peer.needs("polling");
    return wire.polls(token, attach, ack, 0);
  }

  /** Any GET of the session's URL; {@code parameters} follow the question mark. */
  public HttpReply gets(String parameters, String... headers) {
    return wire.gets("/" + token + "?" + parameters, headers);
  }

  public HttpReply streams(long attach, long ack) {
    peer.needs("sse");
    return wire.attachesStream(token, attach, ack);
  }

  public WireWebSocket webSocket(long attach, long ack) {
    peer.needs("websocket");
    return wire.attachesWebSocket(token, attach, ack);
  }

  /** Attaches by any transport. */
  public Connection attaches(Way way, long attach, long ack) {
    return Connection.attaches(wire, way, token, attach, ack);
  }

  public WireWebSocket probesByWebSocket() {
    peer.needs("websocket");
    return wire.webSocket("/" + token + "?probe=1", "Sec-WebSocket-Protocol: bowline.v1")
        .mustBeOpen();
  }

  public HttpReply probesByStream() {
    peer.needs("sse");
    return gets("probe=1", STREAM);
  }

  // What must be so

  /** Polls, and expects these texts and nothing more. */
  public void delivers(long attach, long ack, String... texts) {
    try (HttpReply poll = polls(attach, ack)) {
      Expect.status(200, poll);
      List<Payload> got = new ArrayList<>();
      for (Event event : poll.events().rest()) {
        if (event.isMessage()) {
          got.add(event.payload());
        }
      }
      Expect.equal("messages of a poll", Arrays.stream(texts).map(Payload::text).toList(), got);
    }
  }

  /** Expects that it goes on: its next message is taken. */
  public void lives() {
    says("still here");
  }

  /** Expects that it is over, and says so with this code. */
  public void isClosed(int code) {
    Expect.refused(410, code, polls(1_000_000, 0));
  }
}
