package dev.bowline.benchmarks.servers;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** An event stream of bare Jetty: one write an event, one write at a time. Thread-safe. */
final class JettyStream implements Callback {
  private final Response response;
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>(1);
  private boolean isWriting;

  JettyStream(Response response) {
    this.response = response;
  }

  void send(ByteBuffer event) {
    synchronized (this) {
      if (isWriting) {
        waiting.add(event);
        return;
      }
      isWriting = true;
    }
    response.write(false, event, this);
  }

  @Override
  public void succeeded() {
    ByteBuffer next = next();
    if (next != null) {
      response.write(false, next, this);
    }
  }

  private synchronized @Nullable ByteBuffer next() {
    ByteBuffer next = waiting.poll();
    isWriting = next != null;
    return next;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
