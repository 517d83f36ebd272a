package dev.bowline.compat.comparison;

import dev.bowline.compat.faults.Request;
import dev.bowline.compat.faults.Requests;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Those that are compared, and how a middlebox would know their requests. */
enum Peer {
  BOWLINE("Bowline") {
    @Override
    Running start(int pace) {
      return JettyServers.bowline(pace);
    }

    @Override
    boolean streams(Request request) {
      return request.isStream();
    }

    @Override
    boolean polls(Request request) {
      return request.isPoll();
    }

    @Override
    boolean posts(Request request) {
      return request.isPost();
    }
  },
  SOCKET_IO("Socket.IO") {
    @Override
    Running start(int pace) {
      return NodeServer.start("socketio", pace);
    }

    @Override
    boolean polls(Request request) {
      return request.has("sid") && request.method().equals("GET");
    }

    @Override
    boolean posts(Request request) {
      return request.has("sid") && request.method().equals("POST");
    }
  },
  SOCKJS("SockJS") {
    @Override
    Running start(int pace) {
      return NodeServer.start("sockjs", pace);
    }

    @Override
    boolean streams(Request request) {
      return request.path().matches(".*/(xhr_streaming|eventsource|htmlfile)");
    }

    @Override
    boolean polls(Request request) {
      return request.path().matches(".*/(xhr|jsonp)");
    }

    @Override
    boolean posts(Request request) {
      return request.path().matches(".*/(xhr_send|jsonp_send)");
    }
  },
  COMETD("CometD") {
    @Override
    Running start(int pace) {
      return JettyServers.cometd(pace);
    }

    @Override
    String page() {
      return "cometd&set=true";
    }

    @Override
    boolean polls(Request request) {
      return request.path().equals("/cometd/connect");
    }

    @Override
    boolean posts(Request request) {
      return request.path().equals("/cometd/");
    }
  },
  /** The other order of its transports, which many set. */
  SOCKET_IO_WEBSOCKET_FIRST("Socket.IO, WebSocket first, `tryAllTransports`") {
    @Override
    Running start(int pace) {
      return NodeServer.start("socketio", pace);
    }

    @Override
    String page() {
      return "socketio&first=websocket";
    }

    @Override
    boolean isMeasuredIn(Row row) {
      return BEFORE_OR_SOON_AFTER_IT_OPENS.contains(row) || row == Row.HALF_OPEN;
    }
  },
  COMETD_AS_IT_COMES("CometD’s client as it comes") {
    @Override
    Running start(int pace) {
      return JettyServers.cometd(pace);
    }

    @Override
    String page() {
      return "cometd";
    }

    @Override
    boolean isMeasuredIn(Row row) {
      return BEFORE_OR_SOON_AFTER_IT_OPENS.contains(row);
    }
  },
  /** The yardstick: no library at all. */
  WEBSOCKET("a bare WebSocket") {
    @Override
    Running start(int pace) {
      return JettyServers.webSocket(pace);
    }

    @Override
    boolean isMeasuredIn(Row row) {
      return false;
    }
  };

  /** A server that runs. */
  interface Running extends AutoCloseable {
    int port();

    Account account();

    @Override
    void close();
  }

  private static final Set<Row> BEFORE_OR_SOON_AFTER_IT_OPENS =
      EnumSet.of(Row.HUNG, Row.SWALLOWED, Row.KILLED);

  private final String title;

  Peer(String title) {
    this.title = title;
  }

  abstract Running start(int pace);

  boolean streams(Request request) {
    return false;
  }

  boolean polls(Request request) {
    return false;
  }

  boolean posts(Request request) {
    return false;
  }

  /** Not the page, nor its scripts. */
  Requests all() {
    return Requests.that("all", request -> !request.path().matches(".*\\.(html|m?js|ico)"));
  }

  Requests streams() {
    return Requests.that("streams", this::streams);
  }

  Requests polls() {
    return Requests.that("polls", this::polls);
  }

  Requests posts() {
    return Requests.that("posts", this::posts);
  }

  /** The name of its page, and what else its address says. */
  String page() {
    return name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  /** Whether it has a column, and this row counts for it. */
  boolean isMeasuredIn(Row row) {
    return true;
  }

  @Override
  public String toString() {
    return title;
  }
}
