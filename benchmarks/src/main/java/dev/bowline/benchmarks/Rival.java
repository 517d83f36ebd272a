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

/** Bowline and whoever is measured beside it. */
enum Rival {
  BOWLINE("Bowline", ImmutableSet.copyOf(Kind.values())) {
    @Override
    Running start(Kind kind) {
      return Servers.bowline();
    }

    @Override
    void open(Subscribers subscribers, Kind kind, int count, int inFlight)
        throws InterruptedException {
      subscribers.openBowline(kind, count);
    }

    @Override
    String version() {
      return "as it comes, acknowledged and replayable; " + Servers.jettyVersion();
    }
  },

  NCHAN("nchan", ImmutableSet.copyOf(Kind.values())) {
    @Override
    Running start(Kind kind) {
      return Servers.nchan();
    }

    @Override
    void open(Subscribers subscribers, Kind kind, int count, int inFlight)
        throws InterruptedException {
      subscribers.openNchan(kind, count, false);
    }

    @Override
    Publisher publisher() {
      return posting();
    }

    @Override
    String version() {
      return Servers.nchanVersion();
    }
  },

  MULTIPART("nchan, multipart", ImmutableSet.of(Kind.POLL)) {
    @Override
    Running start(Kind kind) {
      return Servers.nchan();
    }

    @Override
    void open(Subscribers subscribers, Kind kind, int count, int inFlight)
        throws InterruptedException {
      subscribers.openNchan(kind, count, true);
    }

    @Override
    Publisher publisher() {
      return posting();
    }

    @Override
    String version() {
      return "the same, with nchan_longpoll_multipart_response on, which is off by default";
    }
  },

  JETTY("bare Jetty", ImmutableSet.copyOf(Kind.values())) {
    @Override
    Running start(Kind kind) {
      return Servers.jetty();
    }

    @Override
    void open(Subscribers subscribers, Kind kind, int count, int inFlight)
        throws InterruptedException {
      subscribers.openPlain(kind, count);
    }

    @Override
    String version() {
      return Servers.jettyVersion() + "; a writing thread for each core";
    }
  },

  FLOOR("syscall floor", ImmutableSet.copyOf(Kind.values())) {
    @Override
    Running start(Kind kind) {
      return Servers.floor();
    }

    @Override
    void open(Subscribers subscribers, Kind kind, int count, int inFlight)
        throws InterruptedException {
      subscribers.openPlain(kind, count);
    }

    @Override
    String version() {
      return Servers.floorVersion();
    }
  },

  COMETD("CometD", ImmutableSet.of(Kind.WEBSOCKET, Kind.POLL)) {
    @Override
    Running start(Kind kind) {
      return Servers.cometd();
    }

    @Override
    void open(Subscribers subscribers, Kind kind, int count, int inFlight)
        throws InterruptedException {
      subscribers.openCometd(kind, count);
    }

    @Override
    String version() {
      return Servers.cometdVersion();
    }
  },

  SOCKETIO("Socket.IO", ImmutableSet.of(Kind.WEBSOCKET, Kind.POLL)) {
    @Override
    Running start(Kind kind) {
      return Servers.socketIo();
    }

    @Override
    void open(Subscribers subscribers, Kind kind, int count, int inFlight)
        throws InterruptedException {
      subscribers.openSocketIo(kind, count);
    }

    @Override
    String version() {
      return Servers.socketIoVersion();
    }
  },

  SOCKJS("SockJS", ImmutableSet.of(Kind.WEBSOCKET, Kind.STREAM, Kind.POLL)) {
    @Override
    Running start(Kind kind) {
      return Servers.sockJs();
    }

    @Override
    void open(Subscribers subscribers, Kind kind, int count, int inFlight)
        throws InterruptedException {
      subscribers.openSockJs(kind, count);
    }

    @Override
    String version() {
      return Servers.sockJsVersion();
    }
  };

  /** The client that publishes, in both its roles. */
  record Publisher(Client client, Ledger.Publisher publisher) {}

  private final String title;
  private final ImmutableSet<Kind> kinds;

  Rival(String title, ImmutableSet<Kind> kinds) {
    this.title = title;
    this.kinds = kinds;
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

  abstract Running start(Kind kind);

  /** Lets so many subscribers come, and returns when they are there. */
  abstract void open(Subscribers subscribers, Kind kind, int count, int inFlight)
      throws InterruptedException;

  Publisher publisher() {
    OrderLine orders = new OrderLine();
    return new Publisher(orders, orders);
  }

  private static Publisher posting() {
    NchanPublisher posts = new NchanPublisher();
    return new Publisher(posts, posts);
  }

  /** Version and settings. */
  abstract String version();
}
