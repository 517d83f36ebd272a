package dev.bowline.compat.migration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Numbered messages in both directions at the same time, while a test does things to the
 * connection. A sender stays at most a few hundred messages ahead of what has been acknowledged or
 * has arrived, so that whatever happens, happens in mid-stream.
 */
final class Traffic implements AutoCloseable {

  private static final int AHEAD = 300;

  private final int messages;
  private final Application application = new Application();
  private final Host host;
  private final ReliableClient client;
  private final Session session;
  private final Tally down = new Tally();
  private final Tally up = new Tally();
  private volatile int downReceived;
  private volatile int upReceived;
  private volatile int limit;

  Traffic(Way way, int messages) {
    this.messages = messages;
    this.limit = messages;
    down.of(messages);
    up.of(messages);
    host = Host.of(application.channel());
    client = ReliableClient.opens(host.client(), way);
    session = application.session();
  }

  ReliableClient client() {
    return client;
  }

  /** How many have arrived at the client. */
  int downReceived() {
    return downReceived;
  }

  /** How many have arrived at the server. */
  int upReceived() {
    return upReceived;
  }

  /** Neither side sends more than this many for now. */
  void pausesAt(int number) {
    limit = number;
  }

  /** Runs all of it, with this happening at the same time. */
  void runs(Runnable meanwhile) {
    CompletableFuture<?> all =
        CompletableFuture.allOf(
            CompletableFuture.runAsync(this::sendsDown, Traffic::inThread),
            CompletableFuture.runAsync(this::sendsUp, Traffic::inThread),
            CompletableFuture.runAsync(this::hearsDown, Traffic::inThread),
            CompletableFuture.runAsync(this::hearsUp, Traffic::inThread),
            CompletableFuture.runAsync(meanwhile, Traffic::inThread));
    try {
      all.join();
    } catch (CompletionException e) {
      throw new AssertionError(figures() + "; " + client, e.getCause());
    }
    Await.until("the client has heard of all it sent", client::isAllAcknowledged);
    var acknowledged = session.acknowledged().toCompletableFuture();
    Await.until("the server has heard of all it sent", acknowledged::isDone);
    assertTrue(client.failure().isEmpty(), client::toString);
    assertTrue(!client.hasMore() && !application.hasHeardMore(), "more came than was sent");
    assertTrue(down.isPerfect() && up.isPerfect(), this::figures);
  }

  String figures() {
    return "down " + down + "; up " + up + "; " + client.attaches() + " attaches";
  }

  private void sendsDown() {
    for (int i = 0; i < messages; i++) {
      int number = i;
      Await.until("down keeps up", () -> number < limit && session.pendingMessages() < AHEAD);
      session.send(Application.message(Tally.message(i)));
    }
  }

  private void sendsUp() {
    for (int i = 0; i < messages; i++) {
      int number = i;
      Await.until("up keeps up", () -> number < limit && number - upReceived < AHEAD);
      client.says(Tally.message(i));
    }
  }

  private void hearsDown() {
    for (int i = 0; i < messages; i++) {
      down.counts(client.hears());
      downReceived = i + 1;
    }
  }

  private void hearsUp() {
    for (int i = 0; i < messages; i++) {
      up.counts(application.hears());
      upReceived = i + 1;
    }
  }

  private static void inThread(Runnable task) {
    Daemons.run("traffic", task);
  }

  @Override
  public void close() {
    client.close();
    host.close();
  }
}
