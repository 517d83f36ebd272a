package dev.bowline.compat.host;

import dev.bowline.compat.client.Payload;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.CloseReason;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import dev.bowline.server.Transport;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;

/**
 * An application that remembers what the server tells it, in order, and hands it out to the test.
 * What it does with a message can be set at any time; at first: nothing.
 */
public final class Application {

  /** Something that happened to a session. */
  public record Happened<T>(Session session, T what) {}

  private final BlockingQueue<Session> opened = new LinkedBlockingQueue<>();
  private final BlockingQueue<Happened<Payload>> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<Happened<Transport>> attached = new LinkedBlockingQueue<>();
  private final BlockingQueue<Session> detached = new LinkedBlockingQueue<>();
  private final BlockingQueue<Happened<CloseReason>> closed = new LinkedBlockingQueue<>();
  private final BlockingQueue<CompletableFuture<Void>> unhandled = new LinkedBlockingQueue<>();

  private volatile BiFunction<Session, Message, CompletionStage<?>> reaction =
      (session, message) -> CompletableFuture.completedFuture(null);

  /** A channel with this application, which lets go of its clients at once when it is stopped. */
  public ChannelBuilder channel() {
    return Channel.builder()
        .onOpen(opened::add)
        .onAttach((session, transport) -> attached.add(new Happened<>(session, transport)))
        .onDetach(detached::add)
        .onClose((session, reason) -> closed.add(new Happened<>(session, reason)))
        .onMessageAsync(
            (session, message) -> {
              messages.add(new Happened<>(session, payload(message)));
              return reaction.apply(session, message);
            })
        .resumeTimeout(Duration.ofSeconds(60))
        .drain(Duration.ZERO);
  }

  /** Sends everything back. */
  public Application echoes() {
    return reacts(
        (session, message) -> {
          session.send(message);
          return CompletableFuture.completedFuture(null);
        });
  }

  /** Finishes with a message only when the test says so, see {@link #handlesOne}. */
  public Application takesItsTime() {
    return reacts(
        (session, message) -> {
          CompletableFuture<Void> handled = new CompletableFuture<>();
          unhandled.add(handled);
          return handled;
        });
  }

  public Application reacts(BiFunction<Session, Message, CompletionStage<?>> how) {
    reaction = how;
    return this;
  }

  /** Finishes with the oldest message that it has not finished with. */
  public void handlesOne() {
    Await.next("a message to be handled", unhandled).complete(null);
  }

  /** The next session that was opened. */
  public Session session() {
    return Await.next("a session opened", opened);
  }

  /** The session of this public name, which has been opened or will be. */
  public Session session(String id) {
    Session next = session();
    while (!next.id().equals(id)) {
      next = session();
    }
    return next;
  }

  /** The next message that came in, of any session. */
  public Payload hears() {
    return hearsFrom().what();
  }

  public Happened<Payload> hearsFrom() {
    return Await.next("a message", messages);
  }

  /** Whether a message has come in that no test has taken out. */
  public boolean hasHeardMore() {
    return !messages.isEmpty();
  }

  public int sessionsOpened() {
    return opened.size();
  }

  public Transport attachedBy() {
    return Await.next("an attach", attached).what();
  }

  public Session detached() {
    return Await.next("a detach", detached);
  }

  /** Whether a detachment was told that no test has taken out. */
  public boolean hasDetachedMore() {
    return !detached.isEmpty();
  }

  public Happened<CloseReason> closed() {
    return Await.next("a close", closed);
  }

  public int closeCode() {
    return closed().what().code();
  }

  public boolean hasClosedAny() {
    return !closed.isEmpty();
  }

  public static Payload payload(Message message) {
    if (message.isText()) {
      return Payload.text(message.text());
    }
    byte[] bytes = new byte[message.size()];
    message.bytes().duplicate().get(bytes);
    return Payload.binary(bytes);
  }

  public static Message message(Payload payload) {
    return payload instanceof Payload.Text text
        ? Message.text(text.text())
        : Message.binary(((Payload.Binary) payload).array());
  }
}
