package dev.bowline.compat.client;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a client says while it has no WebSocket: one post at a time, from the first message that is
 * not acknowledged. A post that was under way when the session moved on still acknowledges.
 */
final class PostUplink implements Runnable {

  private final ReliableClient client;

  PostUplink(ReliableClient client) {
    this.client = client;
  }

  @Override
  public void run() {
    ClientLog log = client.log();
    try {
      while (!log.isOver()) {
        if (client.way() == Way.WEBSOCKET) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
          continue;
        }
        posts(log.awaitBatch(client.way() == Way.STREAM));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (AssertionError | RuntimeException e) {
      client.fails(e);
    }
  }

  private void posts(ClientLog.Work work) {
    if (work.messages().isEmpty() && work.ack().isEmpty()) {
      return;
    }
    String target = "/" + client.session().token() + "?";
    if (!work.messages().isEmpty()) {
      target += "seq=" + work.from() + "&";
    }
    if (work.ack().isPresent()) {
      target += "ack=" + work.ack().getAsLong();
    }
    try (HttpReply reply = client.wire().posts(target, WireClient.batch(work.messages()))) {
      switch (reply.status()) {
        case 200 -> releases(reply);
        case 404, 410 -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        case 429, 503 -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        default -> throw new AssertionError(target + ": " + reply.status() + " " + reply.text());
      }
    } catch (UncheckedIOException e) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private void releases(HttpReply reply) {
    Optional<Event> event = reply.events().maybeNext();
    while (event.isPresent()) {
      if (event.get().is("ack")) {
        client.log().release(event.get().number());
      }
      event = reply.events().maybeNext();
    }
  }
}
