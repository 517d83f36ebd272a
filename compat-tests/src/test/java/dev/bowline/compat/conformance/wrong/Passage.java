package dev.bowline.compat.conformance.wrong;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One connection of a client's and its counterpart to the server. One thread reads from the client,
 * so that it notices when the client leaves; another asks the server and replies.
 */
final class Passage {

  /** A request, and whether it has turned the connection into a WebSocket. */
  private record Turn(Exchange exchange, CompletableFuture<Boolean> switched) {}

  private final Front front;
  private final Socket client;
  private final Socket server;
  private final BlockingQueue<Optional<Turn>> turns = new LinkedBlockingQueue<>();

  Passage(Front front, Socket client, Socket server) {
    this.front = front;
    this.client = client;
    this.server = server;
  }

  /** Takes requests until the client leaves. */
  void reads() {
    Optional<Turn> turn = Optional.empty();
    try {
      InputStream in = new BufferedInputStream(client.getInputStream());
      Optional<Ask> ask = Ask.read(in);
      while (ask.isPresent()) {
        turn =
            Optional.of(
                new Turn(new Exchange(front, ask.get(), client), new CompletableFuture<>()));
        turns.add(turn);
        if (ask.get().isUpgrade() && turn.get().switched().join()) {
          hears(turn.get().exchange(), in);
          break;
        }
        ask = Ask.read(in);
      }
      turns.add(Optional.empty());
      leaves(turn);
      server.shutdownOutput();
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      turns.add(Optional.empty());
      leaves(turn);
      Front.resets(server);
    }
  }

  private void leaves(Optional<Turn> turn) {
    if (turn.isPresent() && !turn.get().exchange().isOver()) {
      try {
        front.deviation().leaves(turn.get().exchange());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void hears(Exchange exchange, InputStream in) throws IOException {
    Optional<SocketFrame> frame = SocketFrame.read(in);
    while (frame.isPresent()) {
      List<SocketFrame> heard = front.deviation().hears(exchange, frame.get());
      if (!front.deviation().keeps(exchange)) {
        for (SocketFrame instead : heard) {
          server.getOutputStream().write(instead.masked());
        }
      }
      frame = SocketFrame.read(in);
    }
  }

  /** Replies to one request after the other. */
  void replies() {
    try {
      InputStream in = new BufferedInputStream(server.getInputStream());
      Optional<Turn> turn = turns.take();
      while (turn.isPresent()) {
        try {
          replies(turn.get(), in);
        } finally {
          turn.get().switched().complete(false);
          turn.get().exchange().ends();
        }
        turn = turns.take();
      }
      client.close();
      server.close();
    } catch (IOException | UncheckedIOException e) {
      Front.resets(client);
      Front.resets(server);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void replies(Turn turn, InputStream in) throws IOException {
    Exchange exchange = turn.exchange();
    Ask asked = front.deviation().asks(exchange, exchange.ask());
    asks(asked);
    exchange.begins();
    Answer head = Answer.head(in);
    if (head.is(101)) {
      Answer answer = front.deviation().answers(exchange, head);
      turn.switched().complete(answer.is(101));
      if (answer.is(101)) {
        exchange.switches(answer, in);
        if (!front.deviation().keeps(exchange)) {
          client.shutdownOutput();
        }
      } else {
        exchange.writesWhole(answer);
        client.close();
      }
      return;
    }
    // A stream whose end is known already is a whole reply, whose length a change may change.
    boolean goesOn =
        asked.isStream()
            && head.is(200)
            && head.isEvents()
            && head.header("Content-Length").isEmpty();
    Answer answer;
    if (goesOn) {
      answer = front.deviation().answers(exchange, head);
      exchange.streams(answer, Http1.isChunked(head.headers()) ? new Chunks(in) : in);
    } else {
      answer = changed(exchange, head.withBodyFrom(in, asked.method()));
      exchange.writesWhole(answer);
    }
    if (answer.header("Connection").filter("close"::equalsIgnoreCase).isPresent()
        || exchange.ask().version().equals("HTTP/1.0")) {
      client.close();
    }
  }

  /** A server may refuse a body that it has not read, and close: then its reply is there. */
  private void asks(Ask asked) {
    try {
      server.getOutputStream().write(asked.bytes());
    } catch (IOException e) {
      // If there is no reply either, reading it fails.
    }
  }

  private Answer changed(Exchange exchange, Answer whole) throws IOException {
    List<Said> before = whole.said();
    List<Said> after = new ArrayList<>();
    for (Said said : before) {
      if (whole.is(200) || whole.is(410)) {
        exchange.notes(said);
      }
      after.addAll(front.deviation().says(exchange, said));
    }
    Answer answer = after.equals(before) ? whole : whole.saying(after);
    return front.deviation().answers(exchange, answer);
  }
}
