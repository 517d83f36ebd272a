package dev.bowline.server.session;

import dev.bowline.server.session.SessionTerms.Overflow;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A session all of whose surroundings let other threads have their turn whenever it calls them. */
public final class SessionInTurns {
  private final Schedules schedules;
  private final HandClock clock = new HandClock(0);
  private int retired;

  private final Application application = new Application();
  private final LogicalSession session;

  public SessionInTurns(Schedules schedules) {
    this.schedules = schedules;
    Executor inTurns =
        callbacks -> {
          schedules.outside("an executor");
          callbacks.run();
        };
    SessionRegistry registry =
        new SessionRegistry(
            Terms.of(8, 400_000, 8, 1000, Overflow.CLOSE),
            1,
            () -> {
              schedules.point();
              return clock.getAsLong();
            },
            inTurns,
            inTurns,
            closed -> retired++);
    session =
        Objects.requireNonNull(registry.create(Client.LIBRARY, Optional.empty(), application));
    schedules.guardedBy(session);
  }

  public LogicalSession session() {
    return session;
  }

  Application application() {
    return application;
  }

  LineInTurns line() {
    return new LineInTurns(session, schedules);
  }

  /** One on which the session was opened. */
  LineInTurns opened() {
    LineInTurns line = line();
    session.open(line);
    return line;
  }

  void passes(long time) {
    clock.passes(time);
  }

  int retired() {
    return retired;
  }

  /** Appends and wakes, with a turn for others between the two. */
  public void sends(String text) {
    session.append(Payload.text(text));
    schedules.outside("the sender");
    session.wake();
  }

  Answer posts(long first, String... texts) {
    List<Payload> messages = new ArrayList<>();
    for (String text : texts) {
      messages.add(Payload.text(text));
    }
    Answer answer = new Answer();
    session.post(new Post(OptionalLong.of(first), messages, OptionalLong.empty(), null), answer);
    return answer;
  }

  /** What a post was answered with, and how often. */
  final class Answer implements PostReply {
    private int given;
    private long handled;

    int given() {
      return given;
    }

    long handled() {
      return handled;
    }

    @Override
    public void acknowledge(long number) {
      schedules.outside("a reply");
      given++;
      handled = number;
    }

    @Override
    public void closed(ProtocolRecord.Close close) {
      schedules.outside("a reply");
      given++;
    }
  }

  /** Notices when two calls meet. */
  final class Application implements SessionListener {
    private final List<String> told = new ArrayList<>();
    private @Nullable CompletableFuture<Void> slow;
    private boolean busy;
    private boolean met;

    List<String> told() {
      return told;
    }

    boolean met() {
      return met;
    }

    /** From now on each message is handled when this completes. */
    void takesItsTime(CompletableFuture<Void> until) {
      slow = until;
    }

    private void hears(String what) {
      met |= busy;
      busy = true;
      told.add(what);
      schedules.outside("the application");
      busy = false;
    }

    @Override
    public void opened() {
      hears("opened");
    }

    @Override
    public @Nullable CompletionStage<?> message(Payload payload) {
      hears(payload.text());
      return slow;
    }

    @Override
    public void attached(String transport) {
      hears("attached");
    }

    @Override
    public void detached() {
      hears("detached");
    }

    @Override
    public void failed(Throwable failure) {
      hears("failed " + failure);
    }

    @Override
    public void closed(ProtocolRecord.Close close) {
      hears("closed " + close.code());
    }
  }
}
