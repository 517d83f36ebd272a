package dev.bowline.benchmarks;

import com.google.common.collect.ImmutableSet;
import dev.bowline.benchmarks.load.Client;
import dev.bowline.benchmarks.load.Kind;
import dev.bowline.benchmarks.load.Ledger;
import dev.bowline.benchmarks.load.NchanPublisher;
import dev.bowline.benchmarks.load.OrderLine;
import dev.bowline.benchmarks.load.Subscribers;
import dev.bowline.benchmarks.servers.Running;
import dev.bowline.benchmarks.servers.Servers;
import java.util.Locale;
import java.util.function.Supplier;

/** Bowline and whoever is measured beside it. */
@SuppressWarnings("ImmutableEnumChecker") // What is kept of each are functions that hold nothing.
enum Rival {
  BOWLINE(
      "Bowline",
      ImmutableSet.copyOf(Kind.values()),
      Servers::bowline,
      Subscribers::openBowline,
      Rival::ordering,
      () -> "as it comes, acknowledged and replayable; " + Servers.jettyVersion()),

  TOPIC(
      "Bowline, a topic",
      ImmutableSet.copyOf(Kind.values()),
      Servers::topic,
      Subscribers::openTopic,
      Rival::ordering,
      () -> "the same, published to a topic that all are subscribed to"),

  NCHAN(
      "nchan",
      ImmutableSet.copyOf(Kind.values()),
      Servers::nchan,
      (subscribers, kind, count) -> subscribers.openNchan(kind, count, false),
      Rival::posting,
      Servers::nchanVersion),

  MULTIPART(
      "nchan, multipart",
      ImmutableSet.of(Kind.POLL),
      Servers::nchan,
      (subscribers, kind, count) -> subscribers.openNchan(kind, count, true),
      Rival::posting,
      () -> "the same, with nchan_longpoll_multipart_response on, which is off by default"),

  JETTY(
      "bare Jetty",
      ImmutableSet.copyOf(Kind.values()),
      Servers::jetty,
      Subscribers::openPlain,
      Rival::ordering,
      () -> Servers.jettyVersion() + "; a writing thread for each core"),

  FLOOR(
      "syscall floor",
      ImmutableSet.copyOf(Kind.values()),
      Servers::floor,
      Subscribers::openPlain,
      Rival::ordering,
      Servers::floorVersion),

  COMETD(
      "CometD",
      ImmutableSet.of(Kind.WEBSOCKET, Kind.POLL),
      Servers::cometd,
      Subscribers::openCometd,
      Rival::ordering,
      Servers::cometdVersion),

  SOCKETIO(
      "Socket.IO",
      ImmutableSet.of(Kind.WEBSOCKET, Kind.POLL),
      Servers::socketIo,
      Subscribers::openSocketIo,
      Rival::ordering,
      Servers::socketIoVersion),

  SOCKJS(
      "SockJS",
      ImmutableSet.of(Kind.WEBSOCKET, Kind.STREAM, Kind.POLL),
      Servers::sockJs,
      Subscribers::openSockJs,
      Rival::ordering,
      Servers::sockJsVersion);

  /** The client that publishes, in both its roles. */
  record Publisher(Client client, Ledger.Publisher publisher) {}

  private interface Opening {
    void open(Subscribers subscribers, Kind kind, int count) throws InterruptedException;
  }

  private final String title;
  private final ImmutableSet<Kind> kinds;
  private final Supplier<Running> server;
  private final Opening opening;
  private final Supplier<Publisher> publishers;
  private final Supplier<String> version;

  Rival(
      String title,
      ImmutableSet<Kind> kinds,
      Supplier<Running> server,
      Opening opening,
      Supplier<Publisher> publishers,
      Supplier<String> version) {
    this.title = title;
    this.kinds = kinds;
    this.server = server;
    this.opening = opening;
    this.publishers = publishers;
    this.version = version;
  }

  /** How it is called on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How it is called in a table. */
  String title() {
    return title;
  }

  boolean speaks(Kind kind) {
    return kinds.contains(kind);
  }

  Running start() {
    return server.get();
  }

  /** Lets so many subscribers come, and returns when they are there. */
  void open(Subscribers subscribers, Kind kind, int count) throws InterruptedException {
    opening.open(subscribers, kind, count);
  }

  Publisher publisher() {
    return publishers.get();
  }

  /** Version and settings. */
  String version() {
    return version.get();
  }

  private static Publisher ordering() {
    OrderLine orders = new OrderLine();
    return new Publisher(orders, orders);
  }

  private static Publisher posting() {
    NchanPublisher posts = new NchanPublisher();
    return new Publisher(posts, posts);
  }
}
