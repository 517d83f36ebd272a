package dev.bowline.server.transport;

import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.wire.EventStream;
import dev.bowline.server.wire.Payload;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is the response to a request, in the event-stream grammar: a stream that goes
 * on, or a poll that gives one reply.
 */
abstract class ResponseConnection extends PulledConnection {
  private final Response response;
  private final Callback completion;
  private @Nullable PeerWatch watch;
  private boolean ending;
  private boolean completed;

  ResponseConnection(
      LogicalSession session, Request request, Response response, Callback completion) {
    super(session);
    this.response = response;
    this.completion = completion;
    Replies.asEventStream(response);
    // While it is attached the deadlines are the session's; Jetty's would end what is merely quiet.
    request.addIdleTimeoutListener(timeout -> !session.isAttached(this));
    request.addFailureListener(this::gone);
  }

  /**
   * Begins to watch for a client that leaves. To be called when the request has been read. Not if
   * the response is ending already: from then on the connection may read for itself.
   */
  final synchronized void watch() {
    if (!ending) {
      watch = PeerWatch.over(response.getRequest(), this);
    }
  }

  private synchronized void stopWatching() {
    ending = true;
    if (watch != null) {
      watch.stop();
      watch = null;
    }
  }

  private synchronized boolean isFirstCompletion() {
    boolean first = !completed;
    completed = true;
    return first;
  }

  /** The client has left. */
  final void peerGone() {
    gone(new EOFException("the client has gone"));
  }

  private void gone(Throwable cause) {
    session().detach(this);
    abort(cause);
    complete(cause);
  }

  @Override
  public final void cut() {
    gone(new EOFException("the session has let go of this connection"));
  }

  @Override
  final void write(Outgoing outgoing, boolean last) {
    if (last) {
      stopWatching();
    }
    ByteBuffer trailer = trailer(outgoing, last);
    EndPoint direct = last || !response.isCommitted() ? null : endPoint();
    if (direct == null || !DirectWrite.write(direct, chunks(outgoing, trailer), this)) {
      List<ByteBuffer> all = outgoing.as(Payload::eventStream, EventStream::encode);
      if (trailer.hasRemaining() || all.isEmpty()) {
        all.add(trailer);
      }
      response.write(last, Outgoing.joined(all), this);
    }
  }

  private static List<ByteBuffer> chunks(Outgoing outgoing, ByteBuffer trailer) {
    List<ByteBuffer> chunks =
        outgoing.as(Payload::eventChunk, record -> EventStream.chunk(EventStream.encode(record)));
    if (trailer.hasRemaining()) {
      chunks.add(EventStream.chunk(trailer.duplicate()));
    }
    return chunks;
  }

  /** Where chunks may be written to directly once the response has begun; null if they may not. */
  @Nullable EndPoint endPoint() {
    return null;
  }

  /** What follows the records of one write. */
  ByteBuffer trailer(Outgoing outgoing, boolean last) {
    return EventStream.comment(0);
  }

  @Override
  final void ended(@Nullable Throwable failure) {
    complete(failure);
  }

  private void complete(@Nullable Throwable failure) {
    stopWatching();
    if (!isFirstCompletion()) {
      return;
    }
    if (failure == null) {
      completion.succeeded();
    } else if (response.isCommitted()) {
      completion.failed(failure);
    } else {
      // Jetty would make an error page of a failure, and log it, for a client that isn't there.
      response.write(true, null, completion);
    }
  }
}
