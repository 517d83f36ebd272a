package dev.bowline.benchmarks.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.bowline.server.Channel;
import dev.bowline.server.ChannelServer;
import dev.bowline.server.Session;

/** Bowline with everything as it comes; it says again what it hears. */
final class BowlineServer implements Broadcaster {
  private final Channel channel = Channel.builder().onMessage(Session::send).build();
  private final ChannelServer server =
      ChannelServer.builder().channel("/channel", channel).build().start();

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public int sessions() {
    return channel.sessions().size();
  }

  @Override
  public void broadcast(byte[] message) {
    channel.broadcast(new String(message, US_ASCII));
  }
}
