package dev.bowline.compat.offsets;

import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The client from the protocol's page; each request is a connection of its own. */
final class JavaSpeaker implements Speaker {
  private static final int OPENINGS = 5;

  private final ExecutorService threads = Executors.newCachedThreadPool(Daemons.named("speaker"));
  private final Way opening;
  private final Way last;

  /**
   * A client that moves before it says its last message.
   *
   * @param opening the transport that it begins with
   * @param last where it moves; the same for nowhere
   */
  JavaSpeaker(Way opening, Way last) {
    this.opening = opening;
    this.last = last;
  }

  @Override
  public CompletableFuture<Told> holds(int exchange, int port) {
    return CompletableFuture.supplyAsync(
        () -> holds(exchange, new WireClient(port, "/channel")), threads);
  }

  private Told holds(int exchange, WireClient wire) {
    List<Payload> up = Conversation.up(exchange);
    List<Payload> heard = new ArrayList<>();
    String trouble = "";
    try (ReliableClient client = opens(wire)) {
      client.says(up.subList(0, 3));
      for (int i = 0; i < 3; i++) {
        heard.add(client.hears());
      }
      if (last != opening) {
        client.movesTo(last);
      }
      client.says(up.get(3));
      heard.add(client.hears());
      closes(client, wire);
      while (client.hasMore()) {
        heard.add(client.hears());
      }
      trouble = client.failure().map(Throwable::toString).orElse("");
    } catch (AssertionError nothingCame) {
      trouble = nothingCame.toString();
    }
    return new Told(
        heard.stream().map(Conversation::written).collect(Collectors.toList()), trouble, true);
  }

  /** An opening that breaks is repeated, and opens another session; the page allows no other. */
  private ReliableClient opens(WireClient wire) {
    for (int i = 1; i < OPENINGS; i++) {
      try {
        return ReliableClient.opens(wire, opening);
      } catch (UncheckedIOException broken) {
        // Nothing has been said in it.
      }
    }
    return ReliableClient.opens(wire, opening);
  }

  private static void closes(ReliableClient client, WireClient wire) {
    for (int i = 0; i < OPENINGS; i++) {
      try (HttpReply reply = wire.asks("DELETE", "/" + client.session().token(), "")) {
        reply.text();
        return;
      } catch (UncheckedIOException broken) {
        // The next will tell whether it has come.
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
