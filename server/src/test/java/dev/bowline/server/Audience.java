package dev.bowline.server;

import dev.bowline.server.session.Client;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.SessionListener;
import dev.bowline.server.session.SessionRegistry;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sessions of nobody's, each with a connection that writes down what it pulls. */
final class Audience {
  private final SessionRegistry registry =
      new SessionRegistry(
          Channel.builder().sendWindow(1 << 20, 1L << 30).build().options().terms(),
          1 << 20,
          () -> 0,
          Runnable::run,
          Runnable::run,
          session -> {});
  private final List<LogicalSession> sessions = new ArrayList<>();
  private final List<HearingConnection> connections = new ArrayList<>();

  Audience(int size) {
    for (int i = 0; i < size; i++) {
      HearingConnection unused = joins();
    }
  }

  HearingConnection joins() {
    LogicalSession session =
        Objects.requireNonNull(registry.create(Client.LIBRARY, Optional.empty(), new Nobody()));
    HearingConnection connection = new HearingConnection(session);
    session.open(connection);
    sessions.add(session);
    connections.add(connection);
    return connection;
  }

  List<HearingConnection> connections() {
    return connections;
  }

  LogicalSession[] sessions() {
    return registry.snapshot();
  }

  void append(String text) {
    Payload payload = Payload.text(text);
    for (LogicalSession session : sessions) {
      LogicalSession.Appended unused = session.append(payload);
    }
  }

  private static final class Nobody implements SessionListener {
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
