package dev.bowline.compat.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client's connection and the one to the server that belongs to it. One thread reads requests,
 * another replies. What the two ends do passes from one to the other, closing and resetting too,
 * unless it {@link #goesNowhere}: then both sockets are kept, and nothing passes any more.
 */
final class Conversation {
  private final FaultProxy proxy;
  private final int number;
  private final Socket client;
  private final Queue<Exchange> running = new ConcurrentLinkedQueue<>();
  private final AtomicInteger readers = new AtomicInteger(1);
  private Optional<Socket> server = Optional.empty();
  private volatile boolean nowhere;

  Conversation(FaultProxy proxy, int number, Socket client) {
    this.proxy = proxy;
    this.number = number;
    this.client = client;
  }

  FaultProxy proxy() {
    return proxy;
  }

  void notes(String what) {
    proxy.notes(what);
  }

  /** What is under way here, oldest first. */
  List<Exchange> running() {
    return new ArrayList<>(running);
  }

  /** Reads requests until there are no more. */
  void asks() {
    try {
      InputStream in = new BufferedInputStream(client.getInputStream());
      Optional<Head> head = Head.read(in);
      while (!nowhere && head.isPresent()) {
        asks(head.get(), in);
        head = Head.read(in);
      }
      in.transferTo(OutputStream.nullOutputStream());
      ends(server(false));
    } catch (IOException broken) {
      breaks();
    } finally {
      leaves();
    }
  }

  private void asks(Head head, InputStream in) throws IOException {
    Request request = Request.of(number, head);
    Exchange exchange = new Exchange(this, request, head);
    running.add(exchange);
    proxy.strikes(exchange);
    Flow flow = exchange.flow(Direction.TO_SERVER);
    Body body = request.isUpgrade() ? Body.UNTIL_THE_END : Body.ofRequest(head);
    Head changed = exchange.changed(head, Direction.TO_SERVER);
    if (exchange.faults().stream().anyMatch(Fault::wantsAll)) {
      Collected all = new Collected(changed);
      body.passes(head, in, all);
      for (Fault fault : exchange.faults()) {
        fault.holds(exchange, all.bytes());
      }
      flow.passes(all.bytes(), 0, all.bytes().length);
    } else {
      byte[] bytes = changed.bytes();
      flow.passes(bytes, 0, bytes.length);
      body.passes(head, in, flow);
    }
    flow.completes();
  }

  /** Reads replies until there are no more. */
  private void answers(Socket from) {
    try {
      InputStream in = new BufferedInputStream(from.getInputStream());
      Optional<Head> head = Head.read(in);
      while (!nowhere && head.isPresent()) {
        answers(head.get(), in);
        head = Head.read(in);
      }
      in.transferTo(OutputStream.nullOutputStream());
      ends(Optional.of(client));
    } catch (IOException broken) {
      breaks();
    } finally {
      leaves();
    }
  }

  private void answers(Head head, InputStream in) throws IOException {
    Exchange exchange = running.peek();
    if (exchange == null) {
      throw new IOException("a reply that nobody has asked for: " + head);
    }
    Flow flow = exchange.flow(Direction.TO_CLIENT);
    byte[] bytes = exchange.changed(head, Direction.TO_CLIENT).bytes();
    flow.passes(bytes, 0, bytes.length);
    if (head.status() >= 200 || head.status() == 101) {
      if (Body.ofReply(head, exchange.request().method()).passes(head, in, flow)) {
        flow.completes();
      }
      running.remove(exchange);
    }
  }

  Flow toServer() {
    return (piece, from, length) ->
        server(true).orElseThrow().getOutputStream().write(piece, from, length);
  }

  Flow toClient() {
    return (piece, from, length) -> client.getOutputStream().write(piece, from, length);
  }

  /** The socket to the server, which is opened when there is something to say. */
  private synchronized Optional<Socket> server(boolean needed) throws IOException {
    if (needed && server.isEmpty()) {
      Socket socket = proxy.reaches();
      server = Optional.of(socket);
      readers.incrementAndGet();
      proxy.inThread(() -> answers(socket));
    }
    return server;
  }

  private synchronized List<Socket> both() {
    List<Socket> both = new ArrayList<>(List.of(client));
    server.ifPresent(both::add);
    return both;
  }

  boolean goesNowhere() {
    return nowhere;
  }

  /** From here on nothing passes, not even an end; both sockets stay open. */
  void isForgotten() {
    nowhere = true;
  }

  /** Ends both sockets or one of them, and forgets the rest. */
  void isEnded(boolean byReset, boolean forClient, boolean forServer) {
    nowhere = true;
    for (Socket socket : both()) {
      if (socket.equals(client) ? forClient : forServer) {
        if (byReset) {
          proxy.resets(socket);
        } else {
          shuts(socket);
        }
      }
    }
  }

  /** One side has said all: the other is told. */
  private void ends(Optional<Socket> other) {
    if (!nowhere) {
      other.ifPresent(Conversation::shuts);
    }
  }

  private void breaks() {
    if (!nowhere) {
      both().forEach(proxy::resets);
    }
  }

  /**
   * What the peer still sends is read until it closes too: closing with unread bytes would reset.
   */
  private static void shuts(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException closedAlready) {
      // Just as well.
    }
  }

  /** Of the readers the last one closes the doors. */
  private void leaves() {
    if (readers.decrementAndGet() == 0) {
      running.clear();
      both().forEach(proxy::closes);
      proxy.forgets(this);
    }
  }
}
