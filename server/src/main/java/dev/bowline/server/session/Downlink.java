package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the attached connection is given to write, and in which order: the introduction, messages
 * and gaps, an acknowledgement, advice, a ping if one is due, and the close after everything that
 * was sent before it. Not thread-safe: guarded by its session.
 */
final class Downlink {
  private final LogicalSession session;
  private final SessionTerms terms;
  private final boolean bare;
  private final SessionRegistry registry;
  private final Outbox outbox;
  private final Uplink uplink;

  private boolean introductionDue;
  private boolean resumed;
  private boolean pingDue;
  private boolean awaitsPull;
  private boolean asked;

  /** The last message that a ping has followed on this connection. */
  private long askedAfter;

  private boolean closeTold;
  private @Nullable Long reconnectAfter;
  private long spokeAt;

  Downlink(
      LogicalSession session,
      SessionTerms terms,
      Client client,
      SessionRegistry registry,
      Outbox outbox,
      Uplink uplink) {
    this.session = session;
    this.terms = terms;
    this.bare = client == Client.BARE_WEBSOCKET;
    this.registry = registry;
    this.outbox = outbox;
    this.uplink = uplink;
  }

  /** Another connection reads from now on. */
  void begin(boolean introduced, boolean continues) {
    introductionDue = introduced;
    resumed = continues;
    closeTold = false;
    pingDue = false;
    awaitsPull = false;
    asked = false;
    askedAfter = 0;
    spokeAt = registry.now();
  }

  /** The connection shall say that it is alive, and be asked the same. */
  void ping() {
    pingDue = true;
    awaitsPull = true;
  }

  /**
   * The client shall be asked for an acknowledgement of this message, unless it has been, or has an
   * earlier ping to answer still: the answer to that is the time to ask again. So it is asked once
   * at most for each message, and once in each round trip. Returns whether to wake the connection.
   */
  boolean ask(long number) {
    if (asked || number <= askedAfter) {
      return false;
    }
    ping();
    return true;
  }

  /** The client shall be asked to come back after so many milliseconds. */
  void reconnect(long after) {
    reconnectAfter = after;
  }

  /** The connection has been woken to say what it owes. */
  void speakUp() {
    awaitsPull = true;
  }

  /** The client has been heard. */
  void answered() {
    asked = false;
  }

  /**
   * When the connection has been silent for {@code interval}; never, while it is waited for anyway.
   */
  long silentSince(long interval) {
    return awaitsPull ? DeadlineWheel.NEVER : spokeAt + interval;
  }

  /**
   * When a client that was last heard at {@code heardAt} is to be asked whether it is there; never,
   * if it has been asked since. What else is said to it need not make it answer.
   */
  long unheardSince(long heardAt) {
    return awaitsPull || asked ? DeadlineWheel.NEVER : heardAt + terms.heartbeat();
  }

  /** When an acknowledgement goes out by itself; never, while the connection is waited for. */
  long acknowledgesAt() {
    return awaitsPull ? DeadlineWheel.NEVER : uplink.acknowledgesAt();
  }

  /** Whether the present connection has been told of the close, which is the last it is told. */
  boolean isCloseTold() {
    return closeTold;
  }

  /**
   * Gives the connection about {@code maxBytes} to write. Returns whether there was anything.
   *
   * @param close the close to tell when everything before it has been given
   */
  boolean fill(RecordSink sink, long maxBytes, ProtocolRecord.@Nullable Close close) {
    boolean spoke = false;
    awaitsPull = false;
    if (introductionDue) {
      introductionDue = false;
      sink.record(introduction());
      spoke = true;
    }
    spoke |= fillMessages(sink, maxBytes);
    spoke |= fillRecords(sink, spoke);
    pingDue = false;
    if (close != null && !closeTold && outbox.isRead()) {
      closeTold = true;
      sink.record(close);
      spoke = true;
    }
    if (spoke) {
      spokeAt = registry.now();
    }
    return spoke;
  }

  private boolean fillMessages(RecordSink sink, long maxBytes) {
    boolean any = false;
    long room = maxBytes;
    while (room > 0) {
      long gapEnd = outbox.pendingGap();
      if (gapEnd > 0) {
        if (!bare) {
          sink.record(new ProtocolRecord.Gap(outbox.sent() + 1, gapEnd));
          any = true;
        }
        outbox.passGap();
      }
      Payload next = outbox.peek();
      if (next == null) {
        return any;
      }
      outbox.advance();
      sink.message(outbox.sent(), next);
      room -= next.size() + 1L;
      any = true;
    }
    return any;
  }

  private boolean fillRecords(RecordSink sink, boolean spokeBefore) {
    boolean spoke = false;
    if (!bare
        && uplink.owesAcknowledgement()
        && (spokeBefore || pingDue || uplink.acknowledgementIsDue(registry.now()))) {
      sink.record(new ProtocolRecord.Ack(uplink.acknowledge()));
      spoke = true;
    }
    if (!bare && reconnectAfter != null) {
      sink.record(new ProtocolRecord.Reconnect(reconnectAfter));
      reconnectAfter = null;
      spoke = true;
    }
    if (pingDue) {
      sink.record(new ProtocolRecord.Ping());
      asked = true;
      askedAfter = outbox.sent();
      spoke = true;
    }
    return spoke;
  }

  private ProtocolRecord introduction() {
    return new ProtocolRecord.SessionOpened(
        session.token(),
        session.id(),
        resumed,
        uplink.acknowledge(),
        outbox.sent() + 1,
        terms.heartbeat(),
        terms.resumeTimeout(),
        terms.pollHold(),
        terms.send().messages(),
        terms.send().bytes(),
        terms.receive().messages(),
        terms.receive().bytes(),
        terms.maxMessage(),
        terms.maxBatch(),
        terms.transports());
  }
}
