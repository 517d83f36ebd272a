package dev.bowline.server.transport;

import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.wire.MalformedException;
import dev.bowline.server.wire.ProtocolRecord;
import dev.bowline.server.wire.WebSocketFrames;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that a client tries out before it bets its session on it: two pings, 200 ms apart,
 * and then either an {@code attach} record in band or, after ten seconds, the end. Until it
 * attaches it is nothing to the session.
 */
final class WebSocketProbe extends LibraryWebSocket {
  private enum Phase {
    PROBING,
    ATTACHED,
    OVER
  }

  static final long SECOND_PING_MILLIS = 200;
  private static final long PATIENCE_MILLIS = 10_000;

  /** A probe may be silent: where heartbeats are short, Jetty would end it before its time. */
  private static final Duration QUIET = Duration.ofMillis(2 * PATIENCE_MILLIS);

  private final Scheduler scheduler;
  private final InBand inBand;
  private Phase phase = Phase.PROBING;
  private Duration usualQuiet = QUIET;
  private Scheduler.@Nullable Task task;

  /** Attaches, or tells the WebSocket why not. */
  interface InBand {
    boolean attach(WebSocketConnection connection, long number, long position);
  }

  WebSocketProbe(
      LogicalSession session,
      int maxMessage,
      @Nullable EndPoint endPoint,
      Scheduler scheduler,
      InBand inBand) {
    super(session, maxMessage, endPoint, connection -> false);
    this.scheduler = scheduler;
    this.inBand = inBand;
  }

  @Override
  synchronized void opened(CoreSession core) {
    usualQuiet = core.getIdleTimeout();
    if (usualQuiet.compareTo(QUIET) < 0) {
      core.setIdleTimeout(QUIET);
    }
    ping(core);
    task = scheduler.schedule(() -> again(core), SECOND_PING_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void again(CoreSession core) {
    if (phase == Phase.PROBING) {
      ping(core);
      task = scheduler.schedule(() -> giveUp(core), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void giveUp(CoreSession core) {
    if (moveOn(Phase.OVER)) {
      becomeDeaf();
      core.close(1000, "the probe is over", Callback.NOOP);
    }
  }

  private static void ping(CoreSession core) {
    Frame frame = new Frame(OpCode.TEXT, WebSocketFrames.encode(new ProtocolRecord.Ping()));
    core.sendFrame(frame, Callback.NOOP, false);
  }

  @Override
  void message(boolean text, byte[] bytes) {
    if (isAttached()) {
      super.message(text, bytes);
      return;
    }
    ProtocolRecord record = text ? WebSocketFrames.decodeText(bytes) : null;
    if (record instanceof ProtocolRecord.Attach attach) {
      if (moveOn(Phase.ATTACHED)) {
        socket().setIdleTimeout(usualQuiet);
        attach(socket(), connection -> inBand.attach(connection, attach.number(), attach.ack()));
      }
    } else if (!(record instanceof ProtocolRecord.Ack || record instanceof ProtocolRecord.Ping)) {
      throw new MalformedException("a probe may not send this before it attaches");
    }
  }

  /** Ends the probing, once: returns whether it was this call that did. */
  private synchronized boolean moveOn(Phase next) {
    boolean probing = phase == Phase.PROBING;
    if (probing) {
      phase = next;
      if (task != null) {
        task.cancel();
      }
    }
    return probing;
  }

  private synchronized boolean isAttached() {
    return phase == Phase.ATTACHED;
  }

  @Override
  void broken(ProtocolRecord.Close reason) {
    if (isAttached()) {
      super.broken(reason);
    } else {
      RefusedWebSocket.refuse(socket(), new ProtocolRecord.Error(reason.code(), reason.reason()));
    }
  }

  @Override
  void closed(int code, String reason) {
    boolean unused = moveOn(Phase.OVER);
    super.closed(code, reason);
  }
}
