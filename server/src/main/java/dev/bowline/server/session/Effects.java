package dev.bowline.server.session;

import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a transition of a session wants done outside the session's lock. Gathered by one thread, run
 * once by the same thread, in the order: everything that ends, then the wake, then the callbacks of
 * the application, which may take their time.
 */
final class Effects {
  private @Nullable List<Runnable> endings;
  private @Nullable Connection wake;
  private boolean callbacks;
  private boolean callbacksElsewhere;

  /** The session has let go of this connection, which is to find out. */
  void end(Connection connection) {
    add(connection::wake);
  }

  void cut(Connection connection) {
    add(connection::cut);
  }

  void settled(Connection connection) {
    add(connection::settled);
  }

  void acknowledge(PostReply reply, long handled) {
    add(() -> reply.acknowledge(handled));
  }

  void closed(PostReply reply, ProtocolRecord.Close close) {
    add(() -> reply.closed(close));
  }

  <T> void complete(CompletableFuture<T> future, T value) {
    add(() -> future.complete(value));
  }

  void forget(SessionRegistry registry, LogicalSession session) {
    add(() -> registry.forget(session));
  }

  void retire(SessionRegistry registry, LogicalSession session) {
    add(() -> registry.retire(session));
  }

  void wake(@Nullable Connection connection) {
    wake = connection;
  }

  /** The application may have something to be told, and this thread may do it. */
  void callbacks() {
    callbacks = true;
  }

  /** The same, but this thread is the application's own, or somebody else's. */
  void callbacksElsewhere() {
    callbacksElsewhere = true;
  }

  void run(LogicalSession session, SessionRegistry registry) {
    if (endings != null) {
      endings.forEach(Runnable::run);
    }
    if (wake != null) {
      wake.wake();
    }
    if (callbacksElsewhere) {
      registry.dispatch(session::deliver);
    } else if (callbacks) {
      registry.call(session::deliver);
    }
  }

  private void add(Runnable ending) {
    if (endings == null) {
      endings = new ArrayList<>(2);
    }
    endings.add(ending);
  }
}
