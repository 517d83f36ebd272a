package dev.bowline.compat.host;

import dev.bowline.compat.client.WireClient;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.ChannelServer;
import java.time.Duration;

/** A stand-alone server with one channel, on a port that nobody else has. */
public final class Host implements AutoCloseable {

  private static final String CHANNEL = "/channel";

  private final ChannelServer server;

  private Host(ChannelServer server) {
    this.server = server;
  }

  public static Host of(ChannelBuilder channel) {
    return of(channel.build(), Duration.ZERO);
  }

  public static Host of(Channel channel, Duration stopTimeout) {
    ChannelServer server =
        ChannelServer.builder()
            .host("127.0.0.1")
            .port(0)
            .channel(CHANNEL, channel)
            .stopTimeout(stopTimeout)
            .build();
    server.start();
    return new Host(server);
  }

  public WireClient client() {
    return new WireClient(server.port(), CHANNEL);
  }

  public int port() {
    return server.port();
  }

  public void stops() {
    server.stop();
  }

  @Override
  public void close() {
    server.stop();
  }
}
