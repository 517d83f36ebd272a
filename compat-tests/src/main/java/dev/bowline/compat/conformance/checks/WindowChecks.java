package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.NotCheckedException;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import java.util.Arrays;
import java.util.List;

/** Section 6: how much either side may have unacknowledged. */
final class WindowChecks {

  /** No window that is larger is filled by a check. */
  private static final long MOST_BYTES = 32L << 20;

  /** Bytes of a message of one character in a batch. */
  private static final int ENCODED = 9;

  private WindowChecks() {}

  static void declare(Checks checks) {
    checks
        .of(6, "Send window")
        .must("no more than send.messages are kept for a client", WindowChecks::sendMessages)
        .must("no more than send.bytes are kept for a client", WindowChecks::sendBytes)
        .onAll("an application that is held loses nothing", WindowChecks::held);
    checks
        .of(6, "Receive window")
        .must("one message more on a WebSocket closes it with 4400", WindowChecks::webSocket)
        .must("one byte more on a WebSocket closes it with 4400", WindowChecks::webSocketBytes)
        .must("all of the window may be used", WindowChecks::wholeWindow)
        .must("a post beyond it is 400 and counts for nothing", WindowChecks::post)
        .must("a post without a number beyond it is 429", WindowChecks::unnumbered)
        .onAll(
            "one message within maxMessage is always allowed when nothing is unacknowledged",
            WindowChecks::largest)
        .onAll(
            "a client that keeps it is never refused, however slow the application",
            WindowChecks::kept)
        .must("an acknowledgement never waits behind messages", WindowChecks::acknowledgements);
  }

  private static void sendMessages(Peer peer) {
    int window = peer.terms().sendMessages();
    Session session = peer.session();
    try (Line push = session.beginsPost(1, "!push " + (window + 500))) {
      int expected = 0;
      long attach = 2;
      while (expected < window + 500) {
        int got = 0;
        try (HttpReply poll = polls(peer, session, attach++, expected)) {
          for (Event event : poll.events().rest()) {
            if (event.isMessage()) {
              Expect.equal("a message", peer.text("" + (expected + got)), event.payload());
              got++;
            }
          }
        }
        Expect.that(got <= window, "%d messages unacknowledged".formatted(got));
        expected += got;
      }
      Expect.acknowledged(1, HttpReply.on(push));
    }
  }

  private static HttpReply polls(Peer peer, Session session, long attach, long ack) {
    return Expect.status(200, peer.wire().polls(session.token(), attach, ack, 5_000));
  }

  private static void sendBytes(Peer peer) {
    int size = peer.terms().maxMessage();
    int count = peer.terms().sendBytes() / size + 2;
    Session session = peer.session();
    String[] commands = new String[count];
    Arrays.fill(commands, "!bytes " + size);
    session.beginsPost(1, commands);
    int expected = 0;
    long attach = 2;
    while (expected < count) {
      long bytes = 0;
      int got = 0;
      try (HttpReply poll = polls(peer, session, attach++, expected)) {
        for (Event event : poll.events().rest()) {
          got += event.isMessage() ? 1 : 0;
          bytes += event.isMessage() ? event.payload().size() : 0;
        }
      }
      Expect.that(got <= 1 || bytes <= peer.terms().sendBytes(), bytes + " bytes unacknowledged");
      expected += got;
    }
  }

  private static void held(Peer peer, Way way) {
    int count = peer.terms().sendMessages() * 3;
    try (ReliableClient client = ReliableClient.opens(peer.wire(), way)) {
      client.says("!push " + count);
      for (int i = 0; i < count; i++) {
        Expect.equal("a message", peer.text("" + i), client.hears());
      }
      Expect.equal("gaps", List.of(), client.gaps());
    }
  }

  /** A WebSocket whose session handles nothing any more, with nothing unacknowledged. */
  private static WireWebSocket stuck(Peer peer) {
    peer.needs("websocket");
    WireWebSocket socket = peer.opensWebSocket();
    socket.session();
    socket.sends("n1").sends("m!slow 60000");
    Expect.equal("the number", 1L, socket.awaits('a').number());
    return socket;
  }

  private static void webSocket(Peer peer) {
    try (WireWebSocket socket = stuck(peer)) {
      for (int i = 0; i <= peer.terms().receiveMessages(); i++) {
        socket.sends("m" + i);
      }
      Expect.equal("closed with", 4400, socket.closeCode());
    }
  }

  private static void webSocketBytes(Peer peer) {
    try (WireWebSocket socket = stuck(peer)) {
      int piece = Math.min(peer.terms().maxMessage(), peer.terms().receiveBytes() / 2);
      long left = peer.terms().receiveBytes() + 1L;
      if (left / piece >= peer.terms().receiveMessages() || left > MOST_BYTES) {
        throw new NotCheckedException("the window of bytes is too large to be filled");
      }
      while (left > 0) {
        socket.sends(Payload.bytes((int) Math.min(piece, left)));
        left -= piece;
      }
      Expect.equal("closed with", 4400, socket.closeCode());
    }
  }

  private static void wholeWindow(Peer peer) {
    peer.needs("websocket");
    try (WireWebSocket socket = peer.opensWebSocket()) {
      Session session = peer.sessionOf(socket);
      socket.sends("n1").sends("m!slow 60000");
      Expect.equal("the number", 1L, socket.awaits('a').number());
      for (int i = 1; i <= peer.terms().receiveMessages(); i++) {
        socket.sends("m" + i);
      }
      session.awaitsAccepted(1 + peer.terms().receiveMessages());
    }
  }

  private static Session full(Peer peer) {
    Session session = peer.session().says("!slow 60000");
    int most = Math.min(peer.terms().receiveMessages(), peer.terms().maxBatch() / ENCODED);
    int full = 1 + peer.terms().receiveMessages();
    for (int accepted = 1; accepted < full; accepted += most) {
      String[] many = new String[Math.min(most, full - accepted)];
      Arrays.fill(many, "x");
      session.beginsPost(accepted + 1, many);
      session.awaitsAccepted(accepted + many.length);
    }
    return session;
  }

  private static void post(Peer peer) {
    Session session = full(peer);
    long next = 2L + peer.terms().receiveMessages();
    Expect.malformed(session.posts(next, "too much"));
    session.awaitsAccepted(next - 1);
  }

  private static void unnumbered(Peer peer) {
    Session session = full(peer);
    try (HttpReply reply = peer.wire().posts("/" + session.token(), "too much")) {
      String retry = Expect.status(429, reply).header("Retry-After").orElse("nothing");
      Expect.that(retry.matches("\\d+"), "Retry-After: " + retry);
      Expect.equal("the code", 1013, reply.code());
    }
  }

  private static void largest(Peer peer, Way way) {
    Payload largest = Payload.bytes(peer.terms().maxMessage());
    try (ReliableClient client = ReliableClient.opens(peer.wire(), way)) {
      for (int i = 0; i < 2; i++) {
        client.says(largest);
        Expect.equal("the echo", largest, client.hears());
      }
    }
  }

  private static void kept(Peer peer, Way way) {
    int count = peer.terms().receiveMessages() * 2;
    try (ReliableClient client = ReliableClient.opens(peer.wire(), way)) {
      client.says("!slow 1");
      for (int i = 0; i < count; i++) {
        client.says("" + i);
      }
      for (int i = 0; i < count; i++) {
        Expect.equal("an echo", peer.text("" + i), client.hears());
      }
      Expect.that(client.failure().isEmpty(), "refused: " + client.failure());
    }
  }

  private static void acknowledgements(Peer peer) {
    peer.needs("websocket");
    int window = peer.terms().sendMessages();
    try (Connection connection = Connection.opens(peer.wire(), Way.WEBSOCKET)) {
      Session session = peer.sessionOf(connection);
      Payload[] messages = new Payload[peer.terms().receiveMessages()];
      Arrays.fill(messages, peer.text("x"));
      messages[0] = peer.text("!push " + 2 * window);
      connection.sends(session.token(), 1, messages);
      // The application is held, the inbox is full; only an acknowledgement can get them on.
      int expected = 2 * window + messages.length - 1;
      for (int i = 1; i <= expected; i++) {
        connection.nextMessage();
        if (i % ((window + 1) / 2) == 0) {
          connection.acknowledges(session.token(), i);
        }
      }
    }
  }
}
