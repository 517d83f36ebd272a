package dev.bowline.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Channels on a Jetty server of their own, for whoever has none: HTTP/1.1, and cleartext HTTP/2
 * where its jar is present. For TLS and everything else that a server can have, make a Jetty {@link
 * Server} and put a {@link ChannelHandler} into it. Thread-safe.
 *
 * <pre>{@code
 * ChannelServer server = ChannelServer.builder().port(8080).channel("/channel", chat).build();
 * server.start();
 * }</pre>
 */
public final class ChannelServer implements AutoCloseable {
  private final Server server;

  /**
   * Connections that wait to be accepted. With Java's 50 most of those who all come back at once,
   * after a network has been away, would be dropped and tried again by their kernels after seconds.
   * The kernel takes no more than its own limit.
   */
  private static final int ACCEPT_QUEUE = 4_096;

  private final ServerConnector connector;
  private final List<ChannelHandler> handlers = new ArrayList<>();

  private ChannelServer(Builder builder) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("bowline");
    server = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    // The parser's cache of header fields takes 100 kB of a connection from its second request on,
    // which is every client that polls.
    configuration.setHeaderCacheSize(0);
    connector = new ServerConnector(server, 1, -1, factories(configuration));
    connector.setHost(builder.host);
    connector.setPort(builder.port);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    server.addConnector(connector);
    server.setStopTimeout(builder.stopTimeout.toMillis());
    server.setHandler(tree(builder));
  }

  private static ConnectionFactory[] factories(HttpConfiguration configuration) {
    HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
    try {
      return new ConnectionFactory[] {http1, new PriorKnowledge(configuration)};
    } catch (NoClassDefFoundError absent) {
      return new ConnectionFactory[] {http1};
    }
  }

  /**
   * HTTP/2 for clients that begin with it. An offer to upgrade to it is ignored: some clients make
   * one with every request, and then lose what they post.
   */
  private static final class PriorKnowledge extends HTTP2CServerConnectionFactory {
    PriorKnowledge(HttpConfiguration configuration) {
      super(configuration);
    }

    @Override
    public @Nullable Connection upgradeConnection(
        Connector connector,
        EndPoint endPoint,
        MetaData.Request request,
        HttpFields.Mutable response) {
      boolean preface = request.getHttpVersion() == HttpVersion.HTTP_2;
      return preface ? super.upgradeConnection(connector, endPoint, request, response) : null;
    }
  }

  private @Nullable Handler tree(Builder builder) {
    Handler inner = builder.handler;
    for (Map.Entry<String, Channel> mounted : builder.channels.entrySet()) {
      ChannelHandler outer = new ChannelHandler(mounted.getKey(), mounted.getValue());
      outer.setHandler(inner);
      handlers.add(outer);
      inner = outer;
    }
    return inner;
  }

  /** Begins a new server. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts; returns when it listens.
   *
   * @throws UncheckedIOException if it can't listen
   */
  public ChannelServer start() {
    try {
      server.start();
    } catch (IOException cannotListen) {
      throw new UncheckedIOException(cannotListen);
    } catch (Exception failure) {
      throw new IllegalStateException("the server can't be started", failure);
    }
    return this;
  }

  /**
   * Stops in good order; returns when that is done. First the channels are drained, while the
   * server still listens, so that who comes now is told to come again; see {@link
   * ChannelBuilder#drain}.
   */
  public void stop() {
    CompletableFuture<?>[] drains =
        handlers.stream().map(ChannelHandler::shutdown).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(drains).join();
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IllegalStateException("the server can't be stopped", failure);
    }
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  /** Waits until it has been stopped. */
  public void join() throws InterruptedException {
    server.join();
  }

  /** The port it listens on; what the system chose, if it was built with 0. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Where it is, as a client on this machine would say. */
  public URI url() {
    String host = connector.getHost() == null ? "localhost" : connector.getHost();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
  }

  /** Makes a {@link ChannelServer}. Not thread-safe. */
  public static final class Builder {
    private @Nullable String host = "127.0.0.1";
    private int port;
    private Duration stopTimeout = Duration.ofSeconds(10);
    private @Nullable Handler handler;
    private final Map<String, Channel> channels = new LinkedHashMap<>();

    private Builder() {}

    /** The address to listen on. Default 127.0.0.1; 0.0.0.0 for all. */
    public Builder host(String address) {
      host = Objects.requireNonNull(address, "host");
      return this;
    }

    /**
     * The port to listen on. Default 0: one that is free.
     *
     * @throws IllegalArgumentException if it is none
     */
    public Builder port(int number) {
      if (number < 0 || number > 65_535) {
        throw new IllegalArgumentException("port: " + number + " is not from 0 to 65535");
      }
      port = number;
      return this;
    }

    /**
     * Puts a channel on a path; any number of them.
     *
     * @throws IllegalArgumentException if there is one on this path
     */
    public Builder channel(String path, Channel channel) {
      if (channels.putIfAbsent(path, Objects.requireNonNull(channel, "channel")) != null) {
        throw new IllegalArgumentException("there is a channel on " + path + " already");
      }
      return this;
    }

    /** What answers all that is not a channel's. Default 404. */
    public Builder handler(Handler rest) {
      handler = rest;
      return this;
    }

    /** How long a stop may take after the channels have been drained. Default 10 s. */
    public Builder stopTimeout(Duration timeout) {
      stopTimeout = timeout;
      return this;
    }

    /** Makes the server, not yet started. */
    public ChannelServer build() {
      return new ChannelServer(this);
    }
  }
}
