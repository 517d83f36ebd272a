package dev.bowline.compat.client;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that keeps the rules of the protocol's page on any of the three transports: it can be
 * told to move to another one, or to lose its connection in a record's middle, and comes back by
 * itself. Polls, posts and frames run on threads of its own; every method here may be called from
 * the test's.
 */
public final class ReliableClient implements AutoCloseable {

  private final WireClient wire;
  private final SessionRecord session;
  private final ClientLog log;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Daemons.named("reliable-client"));
  private final LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
  private final AtomicLong batchCut = new AtomicLong(Long.MAX_VALUE);
  private volatile Way way;

  private volatile Optional<Line> line = Optional.empty();
  private volatile Optional<Throwable> failure = Optional.empty();
  private final AtomicLong attaches = new AtomicLong();

  private ReliableClient(WireClient wire, Way way, SessionRecord session) {
    this.wire = wire;
    this.way = way;
    this.session = session;
    this.log = new ClientLog(session, way);
  }

  /** Opens a session of its own. */
  public static ReliableClient opens(WireClient wire, Way way) {
    switch (way) {
      case WEBSOCKET -> {
        WireWebSocket socket = wire.opensWebSocket();
        ReliableClient client = new ReliableClient(wire, way, socket.session());
        client.starts(() -> new WebSocketCarrier(client, 1).runs(socket));
        return client;
      }
      case STREAM -> {
        HttpReply stream = wire.opensStream();
        ReliableClient client = new ReliableClient(wire, way, stream.session());
        client.starts(() -> new EventCarrier(client, 1).runs(stream));
        return client;
      }
      case POLL -> {
        HttpReply reply = wire.opensByPost();
        ReliableClient client = new ReliableClient(wire, way, reply.session());
        client.starts(() -> new EventCarrier(client, 1).runs(reply));
        return client;
      }
    }
    throw new AssertionError(way);
  }

  // What a test says

  public void says(String text) {
    says(Payload.text(text));
  }

  public void says(Payload payload) {
    says(List.of(payload));
  }

  /** In one go: what is posted at all goes out together. */
  public void says(List<Payload> payloads) {
    log.say(payloads);
  }

  /** Moves to a transport, with the old connection alive. */
  public void movesTo(Way next) {
    way = next;
    threads.execute(() -> stays(Optional.empty()));
  }

  /** Which transport carries the session from the next attach on. */
  public void comesBackBy(Way next) {
    way = next;
  }

  /** RST, now. */
  public void cutsTheLine() {
    line.ifPresent(Line::resets);
  }

  /** RST when so many bytes more have been read, wherever in a record that is. */
  public void cutsTheLineAfterReading(long bytes) {
    line.ifPresent(it -> it.breaksAfterReading(bytes));
  }

  /** RST when so many bytes more have been written; only a WebSocket writes on its connection. */
  public void cutsTheLineAfterWriting(long bytes) {
    line.ifPresent(it -> it.breaksAfterWriting(bytes));
  }

  /** RST when so many bytes of the next batch's request have been written. */
  public void cutsTheNextBatchAfter(long bytes) {
    batchCut.set(bytes);
  }

  /** The next message that the server's application has sent. */
  public Payload hears() {
    try {
      Payload payload = log.inbox().poll(Line.DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
      if (payload == null) {
        throw new AssertionError("nothing came; " + this);
      }
      return payload;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether another message is there already. */
  public boolean hasMore() {
    return !log.inbox().isEmpty();
  }

  public long heard() {
    return log.accepted();
  }

  public boolean isAllAcknowledged() {
    return log.isAllReleased();
  }

  /** How many of its messages the server has acknowledged. */
  public long acknowledged() {
    return log.released();
  }

  public List<String> gaps() {
    return log.gaps();
  }

  /** How often it has attached after the opening. */
  public long attaches() {
    return attaches.get();
  }

  public SessionRecord session() {
    return session;
  }

  /** What broke a rule, if anything did. */
  public Optional<Throwable> failure() {
    return failure;
  }

  /** How the session has ended: the close record, or the status that said so. */
  public String awaitsTheEnd() {
    try {
      String end = ends.poll(Line.DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
      if (end == null) {
        throw new AssertionError("the session goes on; " + this);
      }
      return end;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Vanishes. */
  @Override
  public void close() {
    log.end();
    line.ifPresent(Line::resets);
    threads.shutdownNow();
  }

  @Override
  public String toString() {
    return "%s by %s, %d heard, all acknowledged: %s, failure: %s, over: %s"
        .formatted(session.id(), way, log.accepted(), log.isAllReleased(), failure, log.isOver());
  }

  // What its connections say

  WireClient wire() {
    return wire;
  }

  /** A line for a batch, which may be about to break. */
  Line lineForBatch() {
    Line fresh = wire.line();
    fresh.breaksAfterWriting(batchCut.getAndSet(Long.MAX_VALUE));
    return fresh;
  }

  ClientLog log() {
    return log;
  }

  void isOver(String how) {
    log.end();
    ends.add(how);
  }

  void usesLine(Line current) {
    line = Optional.of(current);
  }

  ExecutorService threads() {
    return threads;
  }

  void fails(Throwable cause) {
    failure = Optional.of(failure.orElse(cause));
    log.end();
  }

  private void starts(Runnable opening) {
    threads.execute(() -> stays(Optional.of(opening)));
    for (PostUplink.Cargo cargo : PostUplink.Cargo.values()) {
      threads.execute(new PostUplink(this, cargo));
    }
  }

  /** Keeps a connection until a newer attach takes over. */
  private void stays(Optional<Runnable> opening) {
    long number = 1;
    try {
      if (opening.isPresent()) {
        runs(opening.get());
      } else {
        number = attachesOnce();
      }
      while (log.isNewest(number)) {
        number = attachesOnce();
      }
    } catch (AssertionError | RuntimeException e) {
      fails(e);
    }
  }

  private long attachesOnce() {
    Way next = way;
    ClientLog.Attach attach = log.attach(next);
    attaches.incrementAndGet();
    runs(
        () -> {
          switch (next) {
            case WEBSOCKET -> new WebSocketCarrier(this, attach.number()).attaches(attach.ack());
            case STREAM -> new EventCarrier(this, attach.number()).streams(attach.ack());
            case POLL -> new EventCarrier(this, attach.number()).polls(attach.ack());
          }
        });
    return attach.number();
  }

  private static void runs(Runnable carrier) {
    try {
      carrier.run();
    } catch (UncheckedIOException e) {
      // A lost connection; the next attach comes after a moment.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
