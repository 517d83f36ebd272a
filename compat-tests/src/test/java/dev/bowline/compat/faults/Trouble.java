package dev.bowline.compat.faults;

import static dev.bowline.compat.faults.Direction.TO_CLIENT;
import static dev.bowline.compat.faults.Direction.TO_SERVER;
import static dev.bowline.compat.faults.Requests.everything;
import static dev.bowline.compat.faults.Requests.polls;
import static dev.bowline.compat.faults.Requests.posts;
import static dev.bowline.compat.faults.Requests.streams;
import static dev.bowline.compat.faults.Requests.upgrades;

import dev.bowline.server.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A fault as a session meets it: which requests, and for how long.
 *
 * @param fault a new one for each strike that is not {@link When#ALWAYS}
 */
record Trouble(String name, Function<Random, Fault> fault, Requests requests, When when) {

  enum When {
    /** All along. A session must live with it. */
    ALWAYS,
    /** In mid-stream, what is under transport and the next few that begin. */
    IN_USE,
    /** In mid-stream everything is cut, and the next few that begin are struck. */
    BEGINNING
  }

  private static final Requests NOT_UPGRADES = streams().or(polls()).or(posts());

  static List<Trouble> all() {
    return Stream.of(
            beginning("upgrade refused", Fault.answer(403), upgrades()),
            beginning("upgrade stripped", Fault.stripTheUpgrade(), upgrades()),
            beginning("101 and swallowed", Fault.acceptAndSwallow(), upgrades()),
            beginning("only heads pass", Fault.passOnlyTheHead(), everything()),
            beginning("hang", Fault.hang(), everything()),
            beginning("bad gateway", Fault.answer(502), everything()),
            beginning("another's page", Fault.answer(200), everything()),
            inUse("reset", Fault.reset()),
            inUse("closed", Fault.close()),
            inUse("reset, client only", Fault.reset().seenOnlyByTheClient()),
            inUse("reset, server only", Fault.reset().seenOnlyByTheServer()),
            inUse("half-open", Fault.halfOpen()),
            inUse("closed after ms", random -> Fault.close().after(millis(random))),
            inUse("reset after ms", random -> Fault.reset().after(millis(random))),
            inUse(
                "closed after bytes down",
                random -> Fault.close().afterBytes(bytes(random), TO_CLIENT)),
            inUse(
                "reset after bytes down",
                random -> Fault.reset().afterBytes(bytes(random), TO_CLIENT)),
            // Of what is in use, streams and polls say nothing up any more.
            new Trouble(
                "reset after bytes up",
                random -> Fault.reset().afterBytes(bytes(random), TO_SERVER),
                upgrades().or(posts()),
                When.IN_USE),
            new Trouble("buffered", random -> Fault.bufferToTheEnd(), NOT_UPGRADES, When.IN_USE),
            always("first event held", Fault.holdTheFirstEvent(), streams()),
            always("slow", Fault.slow(8_000), everything()),
            always("posts doubled", Fault.duplicate(), posts()),
            always("polls doubled", Fault.duplicate(), polls()),
            always("posts come late", Fault.repeatAfter(Duration.ofMillis(150)), posts()),
            always("polls come late", Fault.repeatAfter(Duration.ofMillis(150)), polls()),
            always("post replies lost", Fault.repeatForALostReply(), posts()),
            always("poll replies lost", Fault.repeatForALostReply(), polls()),
            always("posts reordered", Fault.reorder(), posts()),
            always("polls cached", Fault.cacheIgnoring("_"), polls()),
            always("header lines cut", Fault.cutHeaderLinesAfter(60), everything()),
            always("headers dropped", Fault.dropUnknownHeaders(), everything()),
            always("HTTP/1.0", Fault.oldHttp(), NOT_UPGRADES))
        .toList();
  }

  /** All, or those whose names the system property {@code bowline.faults} describes. */
  static List<Trouble> chosen() {
    String names = System.getProperty("bowline.faults", ".*");
    return all().stream().filter(trouble -> trouble.name.matches(names)).toList();
  }

  /** The beginning of a line of figures. */
  static String in(String where, int pairs) {
    return "%d faults in %s, %d pairs of transports that meet them"
        .formatted(chosen().size(), where, pairs);
  }

  private static Trouble beginning(String name, Fault fault, Requests requests) {
    return new Trouble(name, random -> fault, requests, When.BEGINNING);
  }

  private static Trouble inUse(String name, Fault fault) {
    return inUse(name, random -> fault);
  }

  private static Trouble inUse(String name, Function<Random, Fault> fault) {
    return new Trouble(name, fault, everything(), When.IN_USE);
  }

  private static Trouble always(String name, Fault fault, Requests requests) {
    return new Trouble(name, random -> fault, requests, When.ALWAYS);
  }

  private static Duration millis(Random random) {
    return Duration.ofMillis(random.nextInt(200));
  }

  private static int bytes(Random random) {
    return random.nextInt(2_500);
  }

  /** Whether a session that goes from one transport to the other can meet it. */
  boolean concerns(Transport from, Transport to) {
    return Stream.of(from, to).flatMap(Trouble::requestsOf).anyMatch(requests::match);
  }

  private static Stream<Request> requestsOf(Transport transport) {
    String attach = "attach=2&ack=0";
    Request post = new Request(1, "POST", "/channel/token", "seq=1", false, "*/*");
    return switch (transport) {
      case WEBSOCKET -> Stream.of(new Request(1, "GET", "/channel/token", attach, true, "*/*"));
      case SSE ->
          Stream.of(
              post, new Request(1, "GET", "/channel/token", attach, false, "text/event-stream"));
      case POLLING ->
          Stream.of(post, new Request(1, "GET", "/channel/token", attach, false, "*/*"));
    };
  }

  /** What a transport's connections begin with. */
  static Requests of(Transport transport) {
    return switch (transport) {
      case WEBSOCKET -> upgrades();
      case SSE -> streams();
      case POLLING -> polls().or(Requests.openings().by("POST"));
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
