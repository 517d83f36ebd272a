package dev.bowline.server.demo;

import dev.bowline.server.Channel;
import dev.bowline.server.Message;
import dev.bowline.server.Session;
import dev.bowline.server.Transport;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A session without a network: it keeps what the application does to it. */
final class RecordingSession implements Session {
  private final String id;
  private final ConcurrentMap<String, Object> attributes = new ConcurrentHashMap<>();
  private final List<Message> sent = new ArrayList<>();
  private String closed = "";

  RecordingSession(String id) {
    this.id = id;
  }

  /** The texts sent since this was asked last; they count as acknowledged. */
  List<String> takeTexts() {
    List<String> texts = sent.stream().filter(Message::isText).map(Message::text).toList();
    sent.clear();
    return texts;
  }

  /** All that was sent. */
  List<Message> sent() {
    return sent;
  }

  /** Code and reason of the close; empty while it is open. */
  String closed() {
    return closed;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Optional<Principal> principal() {
    return Optional.empty();
  }

  @Override
  public ConcurrentMap<String, Object> attributes() {
    return attributes;
  }

  @Override
  public Channel channel() {
    throw new UnsupportedOperationException("there is none");
  }

  @Override
  public Optional<Transport> transport() {
    return Optional.empty();
  }

  @Override
  public void send(Message message) {
    sent.add(message);
  }

  @Override
  public int pendingMessages() {
    return sent.size();
  }

  @Override
  public long pendingBytes() {
    return sent.stream().mapToLong(Message::size).sum();
  }

  @Override
  public CompletionStage<Void> acknowledged() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public boolean isOpen() {
    return closed.isEmpty();
  }

  @Override
  public void close(int code, String reason) {
    if (code != 1000 && code != 1008 && (code < 3000 || code > 4999)) {
      throw new IllegalArgumentException("no such code: " + code);
    }
    closed = code + " " + reason;
  }
}
