package dev.bowline.server.session;

import dev.bowline.server.session.SessionTerms.Overflow;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One session with all that it needs, in one thread and on a clock that the test moves. */
final class Bench {
  final HandClock clock = new HandClock(12_345);
  final FakeApplication application = new FakeApplication();
  final List<LogicalSession> retired = new ArrayList<>();
  final SessionRegistry registry;
  final LogicalSession session;
  private int looks;

  private Bench(SessionTerms terms, Client client) {
    registry = new SessionRegistry(terms, 100, clock, Runnable::run, this::dispatch, retired::add);
    session = Objects.requireNonNull(registry.create(client, Optional.empty(), application));
  }

  static Bench of(Client client) {
    return new Bench(Terms.overflowing(Overflow.CLOSE), client);
  }

  static Bench of(SessionTerms terms) {
    return new Bench(terms, Client.LIBRARY);
  }

  static Bench overflowing(Overflow overflow) {
    return of(Terms.overflowing(overflow));
  }

  /** A library's session, opened over a WebSocket that goes its own way. */
  static Bench library() {
    return of(Client.LIBRARY);
  }

  private void dispatch(Runnable task) {
    looks++;
    task.run();
  }

  // ---- the client

  /** The session is opened, and what was written and told by that is forgotten. */
  FakeConnection opensWith(FakeConnection connection) {
    session.open(connection);
    connection.wrote();
    application.told();
    return connection;
  }

  FakeConnection opensWebSocket() {
    return opensWith(FakeConnection.webSocket(session));
  }

  @Nullable Refusal attaches(FakeConnection connection, long number, long position) {
    return session.attach(connection, OptionalLong.of(number), position);
  }

  /** Messages over the attached connection, from the next number on. */
  void receives(FakeConnection connection, String... messages) {
    for (String message : messages) {
      session.receive(connection, session.accepted() + 1, Payload.text(message));
    }
  }

  Answer posts(long sequence, String... messages) {
    return posts(post(sequence, messages));
  }

  Answer posts(Post post) {
    Answer answer = new Answer();
    answer.refusal = session.post(post, answer);
    return answer;
  }

  Answer postsAcknowledgement(long number) {
    return posts(new Post(OptionalLong.empty(), List.of(), OptionalLong.of(number), null));
  }

  static Post post(long sequence, String... messages) {
    return new Post(
        OptionalLong.of(sequence),
        Arrays.stream(messages).map(Payload::text).toList(),
        OptionalLong.empty(),
        null);
  }

  // ---- the application

  LogicalSession.Appended sends(String... messages) {
    LogicalSession.Appended last = LogicalSession.Appended.TAKEN;
    for (String message : messages) {
      last = session.append(Payload.text(message));
      session.wake();
    }
    return last;
  }

  void closes() {
    session.close(new ProtocolRecord.Close(1000, "done"));
  }

  // ---- time

  /**
   * Time passes, and the timer comes ten times a second. Returns how often a session was seen to.
   */
  int passes(long time) {
    int before = looks;
    long end = clock.getAsLong() + time;
    while (clock.getAsLong() < end) {
      clock.passes(Math.min(100, end - clock.getAsLong()));
      registry.tick(this::dispatch);
    }
    return looks - before;
  }

  boolean isRemembered() {
    return registry.find(session.token()).isPresent();
  }

  int closeCode() {
    return session.closed().map(ProtocolRecord.Close::code).orElse(0);
  }

  /** What a post was answered. */
  static final class Answer implements PostReply {
    private Post.@Nullable Refusal refusal;
    private String reply = "held";

    @Override
    public void acknowledge(long handled) {
      reply = reply.equals("held") ? "200 " + handled : "answered twice";
    }

    @Override
    public void closed(ProtocolRecord.Close close) {
      reply = reply.equals("held") ? "410 " + close.code() : "answered twice";
    }

    @Override
    public String toString() {
      return refusal == null ? reply : refusal.toString();
    }
  }
}
