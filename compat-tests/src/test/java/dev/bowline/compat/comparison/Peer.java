package dev.bowline.compat.comparison;

import dev.bowline.compat.faults.Request;
import dev.bowline.compat.faults.Requests;
import java.util.Locale;

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
      return "cometd&connectTimeout=2000";
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
  /** It waits for ever for a WebSocket that doesn't open, unless it is told not to. */
  COMETD_AS_IT_COMES("CometD with `connectTimeout: 0`, its default") {
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
      return row == Row.HUNG;
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
