package dev.bowline.compat.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** A request that reaches the server twice, over a connection of its own the second time. */
final class Copies extends Fault {

  /** When the copy is sent. */
  enum Order {
    /** Before the request, which goes on when the copy has been answered. */
    FIRST,
    BESIDE,
    LATER
  }

  private final Order order;
  private final Duration delay;

  Copies(String name, Order order, Duration delay) {
    super(name);
    this.order = order;
    this.delay = delay;
  }

  @Override
  boolean wantsAll() {
    return true;
  }

  @Override
  void holds(Exchange exchange, byte[] request) {
    FaultProxy proxy = exchange.line().proxy();
    Runnable copy = () -> sends(proxy, exchange.request(), request);
    switch (order) {
      case FIRST -> copy.run();
      case BESIDE -> proxy.inThread(copy);
      case LATER -> proxy.later(delay, () -> proxy.inThread(copy));
    }
  }

  private static void sends(FaultProxy proxy, Request request, byte[] bytes) {
    try {
      Socket server = proxy.reaches();
      try {
        server.getOutputStream().write(bytes);
        InputStream in = new BufferedInputStream(server.getInputStream());
        Optional<Head> reply = Head.read(in);
        if (reply.isPresent()) {
          proxy.notes(request + ": the copy was answered " + reply.get().status());
          Body.ofReply(reply.get(), request.method()).passes(reply.get(), in, Flow.NOWHERE);
        }
      } finally {
        proxy.closes(server);
      }
    } catch (IOException e) {
      proxy.notes(request + ": the copy failed: " + e);
    }
  }
}
