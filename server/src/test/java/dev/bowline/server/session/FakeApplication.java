package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An application that writes down what it is told, and takes its time if the test says so. */
final class FakeApplication implements SessionListener {
  private final List<String> told = new ArrayList<>();
  private final ArrayDeque<CompletableFuture<Void>> inHand = new ArrayDeque<>();
  private Consumer<String> reaction = message -> {};
  private boolean slow;

  /** From now on a message is handled only when {@link #finishes} says so. */
  void takesItsTime() {
    slow = true;
  }

  /** What it does in the middle of a message's callback. */
  void reacts(Consumer<String> toMessage) {
    reaction = toMessage;
  }

  /** Has finished with the message in hand. */
  void finishes() {
    inHand.remove().complete(null);
  }

  void failsWithIt() {
    inHand.remove().completeExceptionally(new IllegalStateException("on purpose"));
  }

  /** What it was told since the last time somebody asked. */
  List<String> told() {
    List<String> since = List.copyOf(told);
    told.clear();
    return since;
  }

  @Override
  public void opened() {
    told.add("opened");
  }

  @Override
  public @Nullable CompletionStage<?> message(Payload payload) {
    told.add(payload.text());
    reaction.accept(payload.text());
    if (!slow) {
      return null;
    }
    CompletableFuture<Void> stage = new CompletableFuture<>();
    inHand.add(stage);
    return stage;
  }

  @Override
  public void attached(String transport) {
    told.add("attached " + transport);
  }

  @Override
  public void detached() {
    told.add("detached");
  }

  @Override
  public void failed(Throwable failure) {
    told.add("failed");
  }

  @Override
  public void closed(ProtocolRecord.Close close) {
    told.add("closed " + close.code());
  }
}
