package dev.bowline.benchmarks.micro;

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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sessions as a channel has them, each with a connection that takes everything at once. */
final class Sessions {
  /** The defaults of a channel. */
  private static final SessionTerms TERMS =
      new SessionTerms(
          new Window(1_024, 4 << 20),
          new Window(256, 1 << 20),
          1 << 20,
          1 << 20,
          25_000,
          25_000,
          60_000,
          10_000,
          SessionTerms.Overflow.CLOSE,
          List.of("websocket", "sse", "polling"));

  private final SessionRegistry registry;

  Sessions(int most) {
    // Time stands still: nothing falls due, and the wheel is not what is measured.
    registry =
        new SessionRegistry(TERMS, most, () -> 0, Runnable::run, Runnable::run, session -> {});
  }

  /** One more, attached. */
  Pipe open(Consumer<Object> written) {
    LogicalSession session =
        Objects.requireNonNull(registry.create(Client.LIBRARY, Optional.empty(), new Silent()));
    Pipe pipe = new Pipe(session, written);
    session.open(pipe);
    pipe.pull();
    return pipe;
  }

  /** A WebSocket without a network. */
  static final class Pipe implements Connection, RecordSink {
    private final LogicalSession session;
    private final Consumer<Object> written;
    private long last;

    Pipe(LogicalSession session, Consumer<Object> written) {
      this.session = session;
      this.written = written;
    }

    void append(Payload payload) {
      if (session.append(payload) != LogicalSession.Appended.TAKEN) {
        throw new IllegalStateException("no room");
      }
    }

    /** Takes all there is. */
    void pull() {
      if (!session.pull(this, this, Long.MAX_VALUE)) {
        throw new IllegalStateException("over");
      }
    }

    /** The client has all of it. */
    void acknowledge() {
      session.acknowledge(this, last);
    }

    @Override
    public void message(long number, Payload payload) {
      last = number;
      written.accept(payload);
    }

    @Override
    public void record(ProtocolRecord record) {
      written.accept(record);
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
    public void wake() {}

    @Override
    public void lastWord(ProtocolRecord.Error notice) {}

    @Override
    public void cut() {}
  }

  private record Silent() implements SessionListener {
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
