package dev.bowline.compat.fuzzing;

import dev.bowline.server.Authenticator;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import dev.bowline.server.SessionClosedException;
import dev.bowline.server.SlowClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The application: sends everything back, and does what some texts ask for: {@code !w} waits with
 * it, {@code !s} sends more, {@code !c4900 why} closes.
 */
final class Echo {
  private final Queue<CompletableFuture<Void>> unfinished = new ArrayDeque<>();

  /** Room enough, but for windows and messages that a small input can exceed. */
  Channel roomy() {
    return channel()
        .maxSessions(20_000)
        .receiveWindow(8, 2_048)
        .sendWindow(16, 2_048)
        .maxMessage(512)
        .maxBatch(1_024)
        .resumeTimeout(Duration.ofSeconds(2))
        .build();
  }

  /** Narrow in every respect, and particular about whom it lets in. */
  Channel narrow() {
    return channel()
        .maxSessions(3)
        .receiveWindow(3, 40)
        .sendWindow(4, 60)
        .slowClient(SlowClient.DROP_OLDEST)
        .maxMessage(24)
        .maxBatch(64)
        .resumeTimeout(Duration.ofMillis(100))
        .allowedOrigins("https://app.example")
        .maxSessionsPerPrincipal(2)
        .authenticator(
            request ->
                request
                    .header("X-User")
                    .map(
                        user ->
                            user.startsWith("evil")
                                ? Authenticator.Answer.refuse("not you")
                                : Authenticator.Answer.accept(user))
                    .orElseGet(Authenticator.Answer::anonymous))
        .build();
  }

  private ChannelBuilder channel() {
    return Channel.builder()
        .onMessageAsync(this::heard)
        .opensPerSecond(Integer.MAX_VALUE / 4)
        .postsPerSecond(Integer.MAX_VALUE / 4);
  }

  private CompletionStage<?> heard(Session session, Message message) {
    String text = message.isText() ? message.text() : "";
    if (text.startsWith("!w")) {
      CompletableFuture<Void> handled = new CompletableFuture<>();
      unfinished.add(handled);
      return handled;
    }
    for (int i = text.startsWith("!s") ? 6 : 1; i > 0; i--) {
      send(session, message);
    }
    if (text.startsWith("!c")) {
      close(session, text.substring(2));
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Sends, unless the session has just ended. */
  static void send(Session session, Message message) {
    try {
      session.send(message);
    } catch (SessionClosedException closed) {
      // Perhaps by this very message.
    }
  }

  private static void close(Session session, String order) {
    String[] words = order.split(" ", 2);
    try {
      session.close(Integer.parseInt(words[0]), words.length > 1 ? words[1] : "");
    } catch (IllegalArgumentException noSuchCode) {
      session.close();
    }
  }

  /**
   * Finishes with the oldest message that it has not finished with; returns whether there was one.
   */
  boolean finishesOne() {
    CompletableFuture<Void> oldest = unfinished.poll();
    return oldest != null && oldest.complete(null);
  }
}
