package dev.bowline.compat.conformance.peer;

import dev.bowline.compat.client.Connection;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The server as one check sees it. Everything that a check opens ends with it, at its deadline at
 * the latest.
 */
public final class Peer implements AutoCloseable {

  private final Lines lines;
  private final WireClient wire;
  private final Terms terms;
  private final Origins origins;
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * @param patience how long one read may take
   * @param inAll how long the check may take
   */
  public Peer(Target target, Terms terms, Origins origins, Duration patience, Duration inAll) {
    this.lines = new Lines(target, patience, inAll);
    this.wire = new WireClient(lines, target.channel());
    this.terms = terms;
    this.origins = origins;
  }

  /** Requests of any kind. */
  public WireClient wire() {
    return wire;
  }

  public Terms terms() {
    return terms;
  }

  public Origins origins() {
    return origins;
  }

  /** A session opened by a post; nothing is attached to it. */
  public Session session() {
    try (HttpReply reply = opensByPost()) {
      return new Session(this, Expect.status(200, reply).session().token());
    }
  }

  /** The record of a session that was opened by whichever transport there is. */
  public SessionRecord opens() {
    Way way =
        terms.transports().contains("polling")
            ? Way.POLL
            : terms.transports().contains("sse") ? Way.STREAM : Way.WEBSOCKET;
    try (Connection connection = Connection.opens(wire, way)) {
      return connection.session();
    }
  }

  public HttpReply opensByPost() {
    needs("polling");
    return wire.opensByPost();
  }

  public HttpReply opensStream() {
    needs("sse");
    return wire.opensStream();
  }

  public WireWebSocket opensWebSocket(String... headers) {
    needs("websocket");
    return wire.opensWebSocket(headers);
  }

  /** A session whose application has sent these, and whose client has said them. */
  public Session sessionThatHas(String... texts) {
    return session().says(texts);
  }

  /** The session that a connection has opened or attached; reads its first record. */
  public Session sessionOf(Connection connection) {
    return new Session(this, connection.session().token());
  }

  /** The session that a stream has opened; reads its first record. */
  public Session sessionOf(HttpReply stream) {
    return new Session(this, Expect.status(200, stream).session().token());
  }

  /** The session that a WebSocket has opened; reads its first record. */
  public Session sessionOf(WireWebSocket socket) {
    return new Session(this, socket.session().token());
  }

  public Payload text(String text) {
    return Payload.text(text);
  }

  /** Texts as a batch. */
  public String batch(String... texts) {
    return WireClient.batch(Arrays.stream(texts).map(Payload::text).toList());
  }

  /** Lets time pass; less of it if the check is ended meanwhile. */
  public void pause(Duration time) {
    try {
      if (ended.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the check took too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the check was interrupted", e);
    }
  }

  /** Fails a check that is about one of the transports where the server offers it not. */
  public void needs(String transport) {
    if (!terms.transports().contains(transport)) {
      throw new NotCheckedException("the server does not offer " + transport);
    }
  }

  /** Fails a check that is about origins that are not allowed where all are. */
  public void needsStrangers() {
    if (origins.any()) {
      throw new NotCheckedException("the server allows every origin");
    }
  }

  /** Whether the server has said anything at all. */
  public boolean hasHeard() {
    return lines.hasHeard();
  }

  /** What was written and read. */
  public String exchange() {
    return lines.exchange();
  }

  @Override
  public void close() {
    ended.countDown();
    lines.end();
  }

  /**
   * What is known of the origins that the server allows.
   *
   * @param allowed one of another host that it allows
   * @param any whether it allows all
   */
  public record Origins(Optional<String> allowed, boolean any) {

    /** An origin that no server knows. */
    public static final String STRANGER = "https://stranger.invalid";
  }
}
