package dev.bowline.server.session;

import com.google.common.collect.ImmutableList;

/**
 * One thing that happens in a simulated history, with everything that chance had to say about it.
 *
 * <p>Each is robust: an index means "that one modulo how many there are", and what makes no sense
 * at its moment does nothing. So any event can be left out of a history, which is what shrinking
 * needs.
 *
 * @param first its first argument: a number, or the place of a word in the list of its kind; 0 if
 *     it has none
 * @param second its second argument, likewise
 */
record SimulatedEvent(Kind kind, int first, int second) {
  private static final ImmutableList<String> NUMBER = ImmutableList.of();
  private static final ImmutableList<String> FORM = ImmutableList.of("text", "binary", "lines");
  private static final ImmutableList<String> OUTCOME = ImmutableList.of("ok", "throw");
  private static final ImmutableList<String> TRANSPORT =
      ImmutableList.of("websocket", "sse", "polling");
  private static final ImmutableList<String> WAY = ImmutableList.of("line", "post");
  private static final ImmutableList<String> LEAVING = ImmutableList.of("line", "post", "delete");
  private static final ImmutableList<String> RULE =
      ImmutableList.of("window", "ack", "position", "stale", "far");
  private static final ImmutableList<String> FATE = ImmutableList.of("arrives", "lost", "repeated");
  private static final ImmutableList<String> END = ImmutableList.of("client", "server", "both");
  private static final ImmutableList<String> MOMENT = ImmutableList.of("due", "early");

  /** The kinds of events, with their names in JSON and what their arguments are. */
  enum Kind {
    /** The application sends a message of so many bytes beyond its number. */
    SERVER_SEND("server.send", NUMBER, FORM),
    /** The same, but the connection isn't woken yet. */
    SERVER_APPEND("server.append", NUMBER, FORM),
    SERVER_WAKE("server.wake"),
    /** The message that the application has in hand is done with. */
    SERVER_HANDLE("server.handle", OUTCOME),
    /** From now on every n-th message takes its time; 0: none. */
    SERVER_SLOW("server.slow", NUMBER),
    /** From now on every n-th callback sends a message from within; 0: none. */
    SERVER_REPLY("server.reply", NUMBER),
    /** From now on every n-th round of callbacks waits for a {@link #DISPATCH}; 0: none. */
    SERVER_ELSEWHERE("server.elsewhere", NUMBER),
    /** The next callback throws. */
    SERVER_THROW("server.throw"),
    SERVER_CLOSE("server.close", NUMBER),
    SERVER_CUT("server.cut"),
    SERVER_RECONNECT("server.reconnect", NUMBER),
    /** The node drains: clients shall come back within so many milliseconds. */
    SERVER_DRAIN("server.drain", NUMBER),
    /** The node goes down without a close. */
    SERVER_LEAVE("server.leave"),

    CLIENT_SEND("client.send", NUMBER, FORM),
    /** What the window allows goes out: over the newest connection, if that takes messages. */
    CLIENT_FLUSH("client.flush"),
    /** A post of so many messages, beginning so many behind the first unacknowledged one. */
    CLIENT_POST("client.post", NUMBER, NUMBER),
    CLIENT_ACKNOWLEDGE("client.acknowledge", WAY),
    CLIENT_ATTACH("client.attach", TRANSPORT),
    /** A WebSocket that only probes. */
    CLIENT_PROBE("client.probe"),
    /** Attach in band over a probe that has spoken. */
    CLIENT_ADOPT("client.adopt"),
    CLIENT_CLOSE("client.close", LEAVING),
    /** The page is loaded again: a new client goes on from the token and the positions. */
    CLIENT_RELOAD("client.reload"),
    /** The client looks at the clock. */
    CLIENT_WAKE("client.wake"),
    /** A request that breaks a rule, and must be refused, or cut to size, without a trace. */
    CLIENT_BREAKS("client.breaks", RULE),

    /** What becomes of the i-th request or reply under way. */
    FLIGHT("flight", NUMBER, FATE),
    /** A record reaches the server on the i-th connection, counted from the newest. */
    LINE_UP("line.up", NUMBER),
    /** A record reaches the client. */
    LINE_DOWN("line.down", NUMBER),
    /** So many bytes of a record reach the client, the rest not yet. */
    LINE_PARTIAL("line.partial", NUMBER, NUMBER),
    /** The server's write in flight completes. */
    LINE_WRITTEN("line.written", NUMBER),
    /** An end notices that the line is dead. */
    LINE_DIES("line.dies", NUMBER, END),
    /** Nothing moves on the line any more, and neither end can tell. */
    LINE_STALLS("line.stalls", NUMBER),
    LINE_GOES("line.goes", NUMBER),

    TIME("time", NUMBER),
    /** What is due by time is done; or a timer rings although nothing is due. */
    TIMER("timer", MOMENT),
    /** One piece of work that was handed to another thread runs. */
    DISPATCH("dispatch");

    private final String title;
    private final ImmutableList<ImmutableList<String>> arguments;

    @SafeVarargs
    @SuppressWarnings("varargs")
    Kind(String title, ImmutableList<String>... arguments) {
      this.title = title;
      this.arguments = ImmutableList.copyOf(arguments);
    }

    String title() {
      return title;
    }

    /** For each argument the words that it can be; an empty list for a number. */
    ImmutableList<ImmutableList<String>> arguments() {
      return arguments;
    }

    /** How many values an argument can take. */
    int choices(int argument) {
      return arguments.get(argument).size();
    }
  }

  SimulatedEvent(Kind kind) {
    this(kind, 0, 0);
  }

  SimulatedEvent(Kind kind, int first) {
    this(kind, first, 0);
  }

  int argument(int index) {
    return index == 0 ? first : second;
  }

  SimulatedEvent with(int index, int value) {
    return index == 0
        ? new SimulatedEvent(kind, value, second)
        : new SimulatedEvent(kind, first, value);
  }

  /** As in the JSON of a history: {@code ["line.dies",0,"client"]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(32).append("[\"").append(kind.title).append('"');
    for (int index = 0; index < kind.arguments.size(); index++) {
      ImmutableList<String> words = kind.arguments.get(index);
      text.append(',');
      if (words.isEmpty()) {
        text.append(argument(index));
      } else {
        text.append('"').append(words.get(argument(index) % words.size())).append('"');
      }
    }
    return text.append(']').toString();
  }
}
