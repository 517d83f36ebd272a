package dev.bowline.server.demo;

import dev.bowline.server.Channel;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.ChannelListener;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import dev.bowline.server.SessionClosedException;
import dev.bowline.server.SlowClient;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What black-box tests talk to. Every message is echoed as it came, except texts that begin with
 * {@code !}:
 *
 * <table>
 * <caption>Commands</caption>
 * <tr><td>{@code !push N}<td>sends the texts {@code 0} to {@code N-1}
 * <tr><td>{@code !bytes N}<td>sends one binary message of N bytes, {@code i mod 256}
 * <tr><td>{@code !close CODE REASON}<td>closes the session
 * <tr><td>{@code !slow MS}<td>from then on each message, commands too, is handled in MS
 *     milliseconds; what it brings about comes at the end of them
 * <tr><td>anything else<td>is answered with a text that begins with {@code !error} and says why
 * </table>
 *
 * <p>A client that does not keep up holds back what is sent to it: {@code !push} may be larger than
 * any window.
 */
public final class ConformanceApplication implements ChannelListener {
  static final int MAX_MESSAGE = 1 << 20;
  private static final String SLOW = "slow";

  private final Executor workers;

  /**
   * @param workers handle the messages of slow sessions; they may have to wait for a client
   */
  public ConformanceApplication(Executor workers) {
    this.workers = workers;
  }

  /** A channel with limits that no test meets by accident; its times can still be changed. */
  public ChannelBuilder channel() {
    return Channel.builder()
        .listener(this)
        .slowClient(SlowClient.HOLD)
        .maxMessage(MAX_MESSAGE)
        .maxSessions(1_000_000)
        .opensPerSecond(100_000)
        .postsPerSecond(1_000_000);
  }

  @Override
  public CompletionStage<?> onMessage(Session session, Message message) {
    Object slow = session.attributes().get(SLOW);
    if (!(slow instanceof Integer millis)) {
      handle(session, message);
      return HANDLED;
    }
    return CompletableFuture.runAsync(
        () -> handle(session, message),
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, workers));
  }

  private static void handle(Session session, Message message) {
    Optional<ConformanceCommand> command =
        message.isText() ? ConformanceCommand.parse(message.text(), MAX_MESSAGE) : Optional.empty();
    try {
      if (command.isPresent()) {
        obey(session, command.get());
      } else {
        session.send(message);
      }
    } catch (SessionClosedException gone) {
      // Clients may leave whenever they like, also in the middle of a push.
    }
  }

  private static void obey(Session session, ConformanceCommand command) {
    if (command instanceof ConformanceCommand.Push push) {
      for (int i = 0; i < push.count(); i++) {
        session.send(Integer.toString(i));
      }
    } else if (command instanceof ConformanceCommand.Bytes bytes) {
      session.send(pattern(bytes.size()));
    } else if (command instanceof ConformanceCommand.Close close) {
      try {
        session.close(close.code(), close.reason());
      } catch (IllegalArgumentException refused) {
        session.send("!error " + refused.getMessage());
      }
    } else if (command instanceof ConformanceCommand.Slow slow) {
      if (slow.millis() == 0) {
        session.attributes().remove(SLOW);
      } else {
        session.attributes().put(SLOW, slow.millis());
      }
    } else if (command instanceof ConformanceCommand.Malformed malformed) {
      session.send("!error " + malformed.why());
    }
  }

  private static byte[] pattern(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
