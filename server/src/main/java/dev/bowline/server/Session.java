package dev.bowline.server;

import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;

/**
 * One client, for as long as its logical channel lives: across any number of connections and
 * changes of transport. Every message sent reaches the client exactly once and in the order of the
 * calls, unless the session ends first or its channel {@linkplain SlowClient#DROP_OLDEST drops}
 * some, which the client is then told.
 *
 * <p>Thread-safe. No method blocks, but for the sends of a channel with {@link SlowClient#HOLD}.
 */
public interface Session {
  /** A short public name, for logs and people. It is not the secret that lets a client resume. */
  String id();

  /** Whose session it is, if the channel's {@link Authenticator} said. */
  Optional<Principal> principal();

  /** What the application wants to keep with the session. */
  ConcurrentMap<String, Object> attributes();

  /** The channel it belongs to. */
  Channel channel();

  /** What carries the session now; empty while it waits for the client to come back. */
  Optional<Transport> transport();

  /**
   * Sends a message: appends it to what the client will get.
   *
   * @throws SessionClosedException if the session is closed, also when this very message was one
   *     too many for a slow client
   * @throws IllegalArgumentException if the message is larger than the channel's maxMessage
   */
  void send(Message message);

  /** Sends a text; see {@link #send(Message)}. */
  default void send(String text) {
    send(Message.text(text));
  }

  /** Sends bytes, which are copied; see {@link #send(Message)}. */
  default void send(byte[] bytes) {
    send(Message.binary(bytes));
  }

  /**
   * Messages sent that the client has not acknowledged. It does that when it must, at the latest
   * after some seconds; who wants to know soon asks for {@link #acknowledged}.
   */
  int pendingMessages();

  /** Their content in bytes. */
  long pendingBytes();

  /**
   * Completes when the client has acknowledged everything sent so far: it has been handed to the
   * page. The client is asked to do that at once, which takes about a round trip. Fails with {@link
   * SessionClosedException} if the session ends first.
   */
  CompletionStage<Void> acknowledged();

  /** Whether messages can be sent. */
  boolean isOpen();

  /** Closes with 1000; see {@link #close(int, String)}. */
  default void close() {
    close(1000, "");
  }

  /**
   * Closes. What was sent before is still delivered, for up to the resume timeout; what comes from
   * the client is not handled any more. {@code onClose} is called when that is over. A second call
   * does nothing.
   *
   * @param code 1000, 1001, 1008, 1009, 1011 to 1013, or 3000 to 4999
   * @param reason for the client; a WebSocket Close frame carries its first 123 bytes of UTF-8
   * @throws IllegalArgumentException if the code is none of these
   */
  void close(int code, String reason);
}
