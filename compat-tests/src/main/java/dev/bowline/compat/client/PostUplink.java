package dev.bowline.compat.client;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a client says while it has no WebSocket: one batch at a time, from the first message that is
 * not acknowledged. A post that was under way when the session moved on still acknowledges. What a
 * stream brings is acknowledged by posts beside the batches, because a batch may be held until the
 * application has room again, which it gets by acknowledgements.
 */
final class PostUplink implements Runnable {

  /** What one uplink posts. */
  enum Cargo {
    BATCHES,
    ACKNOWLEDGEMENTS
  }

  private final ReliableClient client;
  private final Cargo cargo;

  PostUplink(ReliableClient client, Cargo cargo) {
    this.client = client;
    this.cargo = cargo;
  }

  @Override
  public void run() {
    ClientLog log = client.log();
    try {
      while (!log.isOver()) {
        if (log.carrier() == Way.WEBSOCKET) {
          log.awaitChange();
          continue;
        }
        posts(
            switch (cargo) {
              case BATCHES -> log.awaitBatch();
              case ACKNOWLEDGEMENTS -> log.awaitAcknowledgement(log.carrier() == Way.STREAM);
            });
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
    try (HttpReply reply = posted(target, work)) {
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

  private HttpReply posted(String target, ClientLog.Work work) {
    WireClient wire = client.wire();
    byte[] body = WireClient.batch(work.messages()).getBytes(StandardCharsets.UTF_8);
    Line line = work.messages().isEmpty() ? wire.line() : client.lineForBatch();
    line.write(
        Requests.request(
            "HTTP/1.1",
            "POST",
            wire.channel() + target,
            wire.host(),
            body,
            "Content-Type: text/plain"));
    return HttpReply.on(line);
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
