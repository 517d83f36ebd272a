package dev.bowline.benchmarks.load;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Makes the subscribers of one server, each in its server's words. */
public final class Subscribers {
  private static final int POST_CONNECTIONS = 16;

  private final Crowd crowd;
  private final Ledger ledger;
  private final BrowserRequest requests;
  private final List<Client> opened = new ArrayList<>();
  private final List<Posts> posts = new ArrayList<>();

  public Subscribers(Crowd crowd, Ledger ledger, InetSocketAddress server) {
    this.crowd = crowd;
    this.ledger = ledger;
    requests = new BrowserRequest(server);
  }

  /** Sessions of Bowline's. */
  public void openBowline(Kind kind, int count) throws InterruptedException {
    openBowline(kind, count, 0);
  }

  /** The same, each of which is subscribed to a topic by the server, and told so. */
  public void openTopic(Kind kind, int count) throws InterruptedException {
    openBowline(kind, count, 1);
  }

  /**
   * @param before how many messages come before the first that is counted
   */
  private void openBowline(Kind kind, int count, int before) throws InterruptedException {
    switch (kind) {
      case WEBSOCKET ->
          open(
              count, () -> new BowlineWebSocket(new Markers(ledger, before), requests, "/channel"));
      case STREAM -> {
        List<Posts> posts =
            IntStream.range(0, POST_CONNECTIONS).mapToObj(i -> new Posts(crowd)).toList();
        crowd.open(posts);
        List<Client> streams = new ArrayList<>();
        for (int index = 0; index < count; index++) {
          streams.add(
              new BowlineStream(
                  new Markers(ledger, before),
                  requests,
                  "/channel",
                  posts.get(index % posts.size())));
        }
        open(streams);
      }
      case POLL ->
          open(count, () -> new BowlinePoll(new Markers(ledger, before), requests, "/channel"));
    }
  }

  /** Sessions of Bowline's that open, and never read again. */
  public void openStopping(int count) throws InterruptedException {
    List<Client> clients = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      clients.add(new StoppingWebSocket(requests.uncompressed("/channel?v=1", true)));
    }
    crowd.open(clients);
  }

  /** Clients of a server that only says messages, and is polled with a number. */
  public void openPlain(Kind kind, int count) throws InterruptedException {
    List<Client> clients = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      Markers markers = new Markers(ledger);
      String poll = "/poll?client=" + index + "&after=" + Request.WORD;
      clients.add(
          switch (kind) {
            case WEBSOCKET ->
                new PlainWebSocket(markers, requests.uncompressed("/websocket", true));
            case STREAM -> new PlainStream(markers, requests.stream("/stream"));
            case POLL -> new PositionPoll(markers, new Request(requests.poll(poll)));
          });
    }
    open(clients);
  }

  /**
   * Subscribers of nchan's.
   *
   * @param several whether a reply to a poll may bring more than one message
   */
  public void openNchan(Kind kind, int count, boolean several) throws InterruptedException {
    String path = several ? "/poll-several" : "/poll";
    switch (kind) {
      case WEBSOCKET ->
          open(
              count,
              () ->
                  new PlainWebSocket(
                      new Markers(ledger), requests.uncompressed("/websocket", false)));
      case STREAM ->
          open(count, () -> new PlainStream(new Markers(ledger), requests.stream("/stream")));
      case POLL ->
          open(
              count,
              () ->
                  new NchanPoll(
                      new Markers(ledger),
                      requests.poll(path),
                      new Request(requests.poll(path, Request.WORD))));
    }
  }

  /** Sessions of CometD's; it has no event streams. */
  public void openCometd(Kind kind, int count) throws InterruptedException {
    open(
        count,
        () ->
            kind == Kind.WEBSOCKET
                ? new CometdWebSocket(new Markers(ledger), requests.uncompressed("/cometd", false))
                : new CometdPoll(new Markers(ledger), requests.jsonPost("/cometd")));
  }

  /** Clients of Socket.IO's; it has no event streams. */
  public void openSocketIo(Kind kind, int count) throws InterruptedException {
    String webSocket = "/socket.io/?EIO=4&transport=websocket";
    open(
        count,
        () ->
            kind == Kind.WEBSOCKET
                ? new SocketIoWebSocket(
                    new Markers(ledger), requests.uncompressed(webSocket, false))
                : new SocketIoPoll(new Markers(ledger), requests.withoutEncodings()));
  }

  /** Clients of SockJS's. */
  public void openSockJs(Kind kind, int count) throws InterruptedException {
    List<Client> clients = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      Markers markers = new Markers(ledger);
      String path = "/sockjs/0/session" + index;
      clients.add(
          switch (kind) {
            case WEBSOCKET ->
                new SockJsWebSocket(markers, requests.uncompressed(path + "/websocket", false));
            case STREAM -> new SockJsHttp(markers, requests.stream(path + "/eventsource"));
            case POLL -> new SockJsHttp(markers, requests.emptyPost(path + "/xhr"));
          });
    }
    open(clients);
  }

  private void open(int count, Supplier<Client> client) throws InterruptedException {
    List<Client> clients = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      clients.add(client.get());
    }
    open(clients);
  }

  private void open(List<Client> clients) throws InterruptedException {
    opened.addAll(clients);
    crowd.open(clients);
  }

  /** Lets all of them go for good, without a farewell. */
  public void leave() {
    crowd.cut(opened());
    crowd.cut(List.copyOf(posts));
    crowd.forget(opened());
    crowd.forget(List.copyOf(posts));
  }

  /** All of them. */
  public List<Client> opened() {
    return List.copyOf(opened);
  }
}
