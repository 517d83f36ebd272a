package dev.bowline.server;

import dev.bowline.server.session.Client;
import dev.bowline.server.session.Connection;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.RecordSink;
import dev.bowline.server.session.SessionListener;
import dev.bowline.server.session.SessionRegistry;
import dev.bowline.server.session.SessionTerms;
import dev.bowline.server.session.Window;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sessions, each with a connection that writes down what it pulls, and in how many writes. */
final class Audience {
  private static final SessionTerms TERMS =
      new SessionTerms(
          new Window(1 << 20, 1L << 30),
          new Window(256, 1L << 20),
          1 << 20,
          1 << 18,
          20_000,
          25_000,
          120_000,
          30_000,
          SessionTerms.Overflow.CLOSE,
          List.of("websocket"));

  private final SessionRegistry registry =
      new SessionRegistry(TERMS, 1 << 20, () -> 0, Runnable::run, Runnable::run, session -> {});
  private final List<Listener> listeners = new ArrayList<>();

  Audience(int size) {
    for (int i = 0; i < size; i++) {
      joins();
    }
  }

  Listener joins() {
    Listener listener = new Listener();
    listeners.add(listener);
    return listener;
  }

  List<Listener> listeners() {
    return listeners;
  }

  LogicalSession[] sessions() {
    return registry.snapshot();
  }

  void append(String text) {
    Payload payload = Payload.text(text);
    for (Listener listener : listeners) {
      listener.session.append(payload);
    }
  }

  /** One session with its connection, over which a write is done at once. */
  final class Listener implements Connection, SessionListener {
    private final LogicalSession session =
        Objects.requireNonNull(registry.create(Client.LIBRARY, Optional.empty(), this));
    private final List<String> heard = new ArrayList<>();
    private int wakes;
    private Runnable onWake = () -> {};

    private Listener() {
      session.open(this);
      wakes = 0;
    }

    synchronized List<String> heard() {
      return List.copyOf(heard);
    }

    synchronized int wakes() {
      return wakes;
    }

    /** What happens in the middle of a wake. */
    void whenWoken(Runnable reaction) {
      onWake = reaction;
    }

    @Override
    public void wake() {
      onWake.run();
      synchronized (this) {
        wakes++;
        boolean unused = session.pull(this, new Paper(), Long.MAX_VALUE);
      }
    }

    private final class Paper implements RecordSink {
      @Override
      public void message(long number, Payload payload) {
        heard.add(payload.text());
      }

      @Override
      public void record(ProtocolRecord record) {}
    }

    @Override
    public String transport() {
      return "websocket";
    }

    @Override
    public OptionalLong hold() {
      return OptionalLong.empty();
    }

    @Override
    public boolean introduced() {
      return true;
    }

    @Override
    public void end(ProtocolRecord.@Nullable Error notice) {}

    @Override
    public void cut() {}

    @Override
    public void opened() {}

    @Override
    public @Nullable CompletionStage<?> message(Payload payload) {
      return null;
    }

    @Override
    public void attached(String transport) {}

    @Override
    public void detached() {}

    @Override
    public void failed(Throwable failure) {}

    @Override
    public void closed(ProtocolRecord.Close close) {}
  }
}
