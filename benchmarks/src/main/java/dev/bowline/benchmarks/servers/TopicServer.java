package dev.bowline.benchmarks.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.bowline.server.Channel;
import dev.bowline.server.ChannelServer;
import dev.bowline.server.Topic;

/** Bowline with a topic that everybody is subscribed to; what is to be told is published there. */
final class TopicServer implements Broadcaster {
  private static final String NAME = "prices";

  private final Channel channel =
      Channel.builder().topics().onOpen(session -> topic().subscribe(session)).build();
  private final ChannelServer server =
      ChannelServer.builder().channel("/channel", channel).build().start();

  private Topic topic() {
    return channel.topic(NAME);
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public int sessions() {
    return topic().subscribers();
  }

  @Override
  public void broadcast(byte[] message) {
    String text = new String(message, US_ASCII);
    while (!topic().publish(text)) {
      topic().ready().toCompletableFuture().join();
    }
  }
}
