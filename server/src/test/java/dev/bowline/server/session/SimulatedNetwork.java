package dev.bowline.server.session;

import static dev.bowline.server.session.SimulationOracle.check;

import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is between the ends of a simulated history: connections, and requests and replies under way.
 * Nothing in it moves but when the history says so.
 */
final class SimulatedNetwork {
  private static final int ARRIVES = 0;
  private static final int LOST = 1;

  /** A request or a reply on its way. */
  private abstract static class Flight {
    abstract void arrives();

    /** Called in place of an arrival. */
    void isLost() {}

    /** What a network may deliver a second time; null if it can't. */
    @Nullable Flight repetition() {
      return null;
    }
  }

  private final SimulatedConnection.Ground ground;
  private final List<Flight> flights = new ArrayList<>();
  private final List<SimulatedConnection> connections = new ArrayList<>();
  private final SimulationTally tally;

  SimulatedNetwork(SimulatedConnection.Ground ground, SimulationTally tally) {
    this.ground = ground;
    this.tally = tally;
  }

  // ---- what the client gives to it

  void connects(SimulatedClient client, SimulatedConnection connection) {
    connections.add(connection);
    flights.add(new Connecting(client, connection));
    tally.connects(connection.kind());
  }

  void posts(SimulatedClient client, Post post) {
    flights.add(new Posting(client, post));
  }

  void deletes(ProtocolRecord.Close close) {
    flights.add(
        new Flight() {
          @Override
          void arrives() {
            ground.oracle().clientCloses(close);
            ground.session().closedByRequest(close);
          }

          @Override
          Flight repetition() {
            return this;
          }
        });
  }

  // ---- what the history does to it

  void moves(int index, int fate) {
    if (flights.isEmpty()) {
      return;
    }
    Flight flight = flights.remove(index % flights.size());
    if (fate == LOST) {
      tally.loses();
      flight.isLost();
      return;
    }
    Flight repetition = fate == ARRIVES ? null : flight.repetition();
    if (repetition != null) {
      tally.repeats();
      flights.add(Math.min(index, flights.size()), repetition);
    }
    flight.arrives();
  }

  /** The i-th connection, counted from the newest. */
  @Nullable SimulatedConnection connection(int index) {
    int size = connections.size();
    return size == 0 ? null : connections.get(size - 1 - index % size);
  }

  void forgets(SimulatedConnection connection) {
    connections.remove(connection);
  }

  /** Everything under way arrives; returns whether there was anything. */
  boolean arriveAll() {
    boolean any = !flights.isEmpty();
    for (int count = flights.size(); count > 0; count--) {
      flights.remove(0).arrives();
    }
    return any;
  }

  List<SimulatedConnection> connections() {
    return connections;
  }

  // ---- requests and replies

  private final class Connecting extends Flight {
    private final SimulatedClient client;
    private final SimulatedConnection connection;

    Connecting(SimulatedClient client, SimulatedConnection connection) {
      this.client = client;
      this.connection = connection;
    }

    @Override
    void arrives() {
      Refusal refusal = connection.arrives();
      if (refusal != null) {
        client.learns(connection, refusal, ground.session().closing());
      }
    }

    @Override
    void isLost() {
      connection.isLost();
    }

    @Override
    @Nullable Flight repetition() {
      if (!connection.isRepeatable()) {
        return null;
      }
      SimulatedConnection repeated = connection.repeated();
      connections.add(0, repeated);
      return new Connecting(client, repeated);
    }
  }

  private final class Posting extends Flight {
    private final SimulatedClient client;
    private final Post post;

    Posting(SimulatedClient client, Post post) {
      this.client = client;
      this.post = post;
    }

    @Override
    Flight repetition() {
      return this;
    }

    @Override
    void arrives() {
      tally.posts();
      Post.Refusal refusal = take(post, new Answer(client, post.closing()));
      if (refusal == Post.Refusal.AHEAD) {
        flights.add(new Reply(client, Reply.What.AHEAD, ground.session().accepted()));
      } else if (refusal != null) {
        check(refusal == Post.Refusal.CLOSED, "a post was refused", refusal);
        flights.add(new Reply(client, Reply.What.CLOSED, 0));
      }
    }
  }

  /** Gives a post to the session, which has to do with it what the oracle says. */
  Post.@Nullable Refusal take(Post post, PostReply answer) {
    SimulationOracle oracle = ground.oracle();
    SimulationDeadlines deadlines = ground.deadlines();
    long before = oracle.accepted();
    Post.Refusal must = oracle.mustPost(post);
    if (must == null) {
      deadlines.holds(answer, post, oracle.accepted() > before);
    }
    Post.Refusal refusal = ground.session().post(post, answer);
    check(refusal == must, "not what must become of a post", refusal);
    return refusal;
  }

  private final class Answer implements PostReply {
    private final SimulatedClient client;
    private final ProtocolRecord.@Nullable Close closing;

    Answer(SimulatedClient client, ProtocolRecord.@Nullable Close closing) {
      this.client = client;
      this.closing = closing;
    }

    @Override
    public void acknowledge(long handled) {
      ground.deadlines().answers(this, handled, ground.application().handled());
      if (closing != null) {
        ground.oracle().clientCloses(closing);
      }
      flights.add(new Reply(client, Reply.What.ACKNOWLEDGED, handled));
    }

    @Override
    public void closed(ProtocolRecord.Close close) {
      ground.deadlines().answersWithTheClose(this);
      flights.add(new Reply(client, Reply.What.CLOSED, 0));
    }
  }

  private static final class Reply extends Flight {
    enum What {
      ACKNOWLEDGED,
      AHEAD,
      CLOSED
    }

    private final SimulatedClient client;
    private final What what;
    private final long number;

    Reply(SimulatedClient client, What what, long number) {
      this.client = client;
      this.what = what;
      this.number = number;
    }

    @Override
    void arrives() {
      switch (what) {
        case ACKNOWLEDGED -> client.acknowledged(number);
        case AHEAD -> client.postWasAhead(number);
        case CLOSED -> client.postWasRefused();
      }
    }
  }

  // ---- what breaks the rules

  /** More than the window allows, or than was ever sent, or from where nobody can go on. */
  void breaks(int rule, SimulatedClient client) {
    SimulationOracle oracle = ground.oracle();
    switch (rule) {
      case 0 -> breaks(tooMuch());
      case 1 ->
          breaks(
              new Post(
                  OptionalLong.empty(), List.of(), OptionalLong.of(oracle.furthest() + 1), null));
      case 2 -> {
        attachesInVain(OptionalLong.empty(), oracle.furthest() + 1);
        if (oracle.released() > 0) {
          attachesInVain(OptionalLong.empty(), oracle.released() - 1);
        }
      }
      case 3 -> {
        if (oracle.highestAttach() > 1) {
          attachesInVain(OptionalLong.of(oracle.highestAttach() - 1), oracle.furthest());
        }
      }
      default -> acknowledgesTooFar(client);
    }
  }

  /** What went out over any connection may be acknowledged, but counts as far as this one's go. */
  private void acknowledgesTooFar(SimulatedClient client) {
    SimulationOracle oracle = ground.oracle();
    if (oracle.sent() <= client.received() && oracle.sent() < oracle.furthest()) {
      Post post =
          new Post(OptionalLong.empty(), List.of(), OptionalLong.of(oracle.furthest()), null);
      take(post, new Answer(client, null));
    }
  }

  private Post tooMuch() {
    List<Payload> messages = new ArrayList<>();
    for (int count = ground.receiveMessages(); count >= 0; count--) {
      messages.add(SimulatedMessage.of(SimulatedMessage.UP, 0, 0, 0));
    }
    return new Post(
        OptionalLong.of(ground.oracle().accepted() + 1), messages, OptionalLong.empty(), null);
  }

  private void breaks(Post post) {
    PostReply none =
        new PostReply() {
          @Override
          public void acknowledge(long handled) {
            throw new AssertionError("a post was answered that breaks the rules");
          }

          @Override
          public void closed(ProtocolRecord.Close close) {
            throw new AssertionError("a post was answered that breaks the rules");
          }
        };
    check(take(post, none) != null, "a post was taken that breaks the rules");
  }

  private void attachesInVain(OptionalLong number, long position) {
    Refusal must = ground.oracle().mustAttach(number, position);
    SimulatedConnection nobody =
        SimulatedConnection.attaching(ground, SimulatedConnection.Kind.STREAM, 0, position);
    Refusal refusal = ground.session().attach(nobody, number, position);
    check(must != null && refusal == must, "an attach that must be refused", refusal);
  }
}
