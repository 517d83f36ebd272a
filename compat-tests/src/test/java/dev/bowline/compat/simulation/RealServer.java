package dev.bowline.compat.simulation;

import dev.bowline.server.session.Client;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.Post;
import dev.bowline.server.session.PostReply;
import dev.bowline.server.session.Refusal;
import dev.bowline.server.session.SessionListener;
import dev.bowline.server.session.SessionRegistry;
import dev.bowline.server.session.SessionTerms;
import dev.bowline.server.transport.Problem;
import dev.bowline.server.wire.Batch;
import dev.bowline.server.wire.EventStream;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import dev.bowline.server.wire.WebSocketFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a joint history: the real session, registry and wire package, with as little
 * as possible of a shell round them. Its public methods are what the history and its network call;
 * js-client/tests/simulation/model-end.mjs has the same for the model.
 */
public final class RealServer {
  /** Takes the reply to a post. */
  public interface Reply {
    void take(int status, String bytes);
  }

  private final SessionTerms terms;
  private final long writeBytes;
  private final SimulatedApplication application;
  private final SessionRegistry registry;
  private final ArrayDeque<Runnable> dispatched = new ArrayDeque<>();
  private @Nullable LogicalSession session;
  private @Nullable CompletableFuture<Void> inHand;
  private int everyElsewhere;
  private int callbacks;
  private int handled;

  RealServer(
      SessionTerms terms, long writeBytes, SimulatedApplication application, LongSupplier clock) {
    this.terms = terms;
    this.writeBytes = writeBytes;
    this.application = application;
    this.registry =
        new SessionRegistry(terms, 10, clock, this::inline, dispatched::add, closed -> {});
  }

  private LogicalSession session() {
    return Objects.requireNonNull(session);
  }

  /** Callbacks in the network's own thread, or in another one and later. */
  private void inline(Runnable work) {
    if (everyElsewhere > 0 && ++callbacks % everyElsewhere == 0) {
      dispatched.add(work);
    } else {
      work.run();
    }
  }

  // ---- for the network

  /** An opening, an attach or a probe arrives. */
  public RealConnection connect(String transport, boolean opens, String query, Link link) {
    Map<String, Long> numbers = numbers(query);
    if (opens) {
      session =
          Objects.requireNonNull(
              registry.create(Client.LIBRARY, Optional.empty(), new Application()));
    }
    long hold = Math.min(terms.pollHold(), numbers.getOrDefault("wait", terms.pollHold()));
    RealConnection connection =
        new RealConnection(session(), transport, opens, hold, writeBytes, link);
    if (opens) {
      session().open(connection);
    } else if (numbers.containsKey("probe")) {
      connection.probe();
    } else {
      attach(connection, numbers.getOrDefault("attach", -1L), numbers.getOrDefault("ack", -1L));
    }
    return connection;
  }

  private void attach(RealConnection connection, long number, long position) {
    if (registry.find(session().token()).isEmpty()) {
      refuse(connection, Problem.unknownSession());
      return;
    }
    Refusal refusal = session().attach(connection, OptionalLong.of(number), position);
    if (refusal != null) {
      refuse(
          connection,
          switch (refusal) {
            case CLOSED -> Problem.closed(session().closing());
            case SUPERSEDED -> Problem.superseded();
            case BAD_POSITION -> Problem.malformed("ack");
          });
    }
  }

  private static void refuse(RealConnection connection, Problem problem) {
    connection.refuse(problem.status(), problem.record());
  }

  /** A frame of a WebSocket arrives. */
  public void frame(RealConnection connection, boolean binary, String text) {
    if (connection.probes()) {
      ProtocolRecord.Attach attach =
          (ProtocolRecord.Attach) WebSocketFrames.decodeText(text.getBytes(StandardCharsets.UTF_8));
      connection.attaches();
      attach(connection, attach.number(), attach.ack());
    } else {
      connection.frame(binary, text);
    }
  }

  public void detach(RealConnection connection) {
    connection.dies();
  }

  /** The write in flight completes; returns whether there was one. */
  public boolean written(RealConnection connection) {
    return connection.writeCompletes();
  }

  /** A post arrives. */
  public void post(String query, String bytes, Reply reply) {
    Map<String, Long> numbers = numbers(query);
    if (registry.find(session().token()).isEmpty()) {
      reply(reply, Problem.unknownSession());
      return;
    }
    Long close = numbers.get("close");
    Post post =
        new Post(
            optional(numbers.get("seq")),
            Batch.decode(
                ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)), terms.maxMessage()),
            optional(numbers.get("ack")),
            close == null ? null : new ProtocolRecord.Close(close.intValue(), ""));
    Post.Refusal refusal = session().post(post, new Answer(reply));
    if (refusal == Post.Refusal.AHEAD) {
      acknowledge(reply, 409, session().accepted());
    } else if (refusal == Post.Refusal.CLOSED) {
      reply(reply, Problem.closed(session().closing()));
    } else if (refusal != null) {
      reply(reply, Problem.malformed(refusal.name()));
    }
  }

  private static OptionalLong optional(@Nullable Long number) {
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  private static Map<String, Long> numbers(String query) {
    Map<String, Long> numbers = new HashMap<>();
    for (String parameter : query.split("&", -1)) {
      String[] pair = parameter.split("=", 2);
      numbers.putIfAbsent(pair[0], Long.valueOf(pair[1]));
    }
    return numbers;
  }

  private static void reply(Reply reply, Problem problem) {
    reply.take(problem.status(), bytes(problem.record()));
  }

  private static void acknowledge(Reply reply, int status, long number) {
    reply.take(status, bytes(new ProtocolRecord.Ack(number)));
  }

  private static String bytes(ProtocolRecord record) {
    return StandardCharsets.ISO_8859_1.decode(EventStream.encode(record)).toString();
  }

  // ---- for the application

  /** Takes a message for the client. */
  public String append(boolean binary, String text) {
    Payload payload =
        binary ? Payload.binary(text.getBytes(StandardCharsets.ISO_8859_1)) : Payload.text(text);
    return switch (session().append(payload)) {
      case TAKEN -> "taken";
      case CLOSED -> "closed";
      case NO_ROOM -> {
        CompletableFuture<Boolean> room = session().room();
        session().wake();
        CompletableFuture<Void> unused = room.thenAccept(open -> goesOn());
        yield "no room";
      }
    };
  }

  private void goesOn() {
    application.room();
    session().wake();
  }

  public void wake() {
    session().wake();
  }

  /** The application has finished with the message that it has in hand. */
  public void finish(boolean well) {
    CompletableFuture<Void> stage = Objects.requireNonNull(inHand);
    inHand = null;
    if (well) {
      handled++;
      stage.complete(null);
    } else {
      stage.completeExceptionally(new IllegalStateException("failed on purpose"));
    }
  }

  public void close(int code) {
    session().close(new ProtocolRecord.Close(code, "done"));
  }

  // ---- for the history

  public void reconnect(int millis) {
    session().askToReconnect(millis);
  }

  public void cut() {
    session().cut();
  }

  /** The server goes down and says nothing of the session's end. */
  public void leave() {
    session().leave(new ProtocolRecord.Close(1012, "the server goes down"));
  }

  /** From now on every n-th run of callbacks waits for {@link #dispatch}. */
  public void elsewhere(int every) {
    everyElsewhere = every;
  }

  /** Runs the oldest work that was handed to another thread; returns whether there was any. */
  public boolean dispatch() {
    Runnable work = dispatched.poll();
    if (work != null) {
      work.run();
    }
    return work != null;
  }

  public void tick() {
    registry.tick(dispatched::add);
  }

  // ---- for the oracle

  /** What was wrong is refused, and shows in how the history ends. */
  public String violation() {
    return "";
  }

  public int closedCode() {
    return session == null ? 0 : session.closed().map(ProtocolRecord.Close::code).orElse(0);
  }

  public int handled() {
    return handled;
  }

  public int kept() {
    return session == null ? 0 : session.pendingMessages();
  }

  private final class Application implements SessionListener {
    @Override
    public void opened() {
      application.called();
    }

    @Override
    public @Nullable CompletionStage<?> message(Payload payload) {
      boolean binary = !payload.isText();
      String text =
          binary ? StandardCharsets.ISO_8859_1.decode(payload.bytes()).toString() : payload.text();
      if (application.message(binary, text)) {
        handled++;
        return null;
      }
      inHand = new CompletableFuture<>();
      return inHand;
    }

    @Override
    public void attached(String transport) {
      application.called();
    }

    @Override
    public void detached() {
      application.called();
    }

    @Override
    public void failed(Throwable failure) {
      // On purpose, or the oracle has seen it.
    }

    @Override
    public void closed(ProtocolRecord.Close close) {
      application.closed();
    }
  }

  private record Answer(Reply reply) implements PostReply {
    @Override
    public void acknowledge(long handled) {
      RealServer.acknowledge(reply, 200, handled);
    }

    @Override
    public void closed(ProtocolRecord.Close close) {
      RealServer.reply(reply, Problem.closed(close));
    }
  }
}
