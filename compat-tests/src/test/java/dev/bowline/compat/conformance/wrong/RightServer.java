package dev.bowline.compat.conformance.wrong;

import dev.bowline.server.Channel;
import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.ChannelListener;
import dev.bowline.server.ChannelServer;
import dev.bowline.server.demo.ConformanceApplication;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** The real server, with the application that the kit needs. */
final class RightServer implements AutoCloseable {

  /** The path of the channel. */
  static final String CHANNEL = "/channel";

  private final ExecutorService workers;
  private final ChannelServer server;

  private RightServer(ExecutorService workers, ChannelServer server) {
    this.workers = workers;
    this.server = server;
  }

  /** As {@code --conformance} starts it. */
  static RightServer started() {
    return started(UnaryOperator.identity());
  }

  /** With other options. */
  static RightServer started(UnaryOperator<ChannelBuilder> options) {
    return started(UnaryOperator.identity(), options);
  }

  /** With something between the channel and the application. */
  static RightServer started(
      UnaryOperator<ChannelListener> between, UnaryOperator<ChannelBuilder> options) {
    ExecutorService workers = Executors.newCachedThreadPool();
    ConformanceApplication application = new ConformanceApplication(workers);
    Channel channel =
        options
            .apply(application.channel().drain(Duration.ZERO))
            .listener(between.apply(application))
            .build();
    ChannelServer server =
        ChannelServer.builder()
            .host("127.0.0.1")
            .port(0)
            .channel(CHANNEL, channel)
            .stopTimeout(Duration.ZERO)
            .build();
    server.start();
    return new RightServer(workers, server);
  }

  /** Times so short that a check need not wait: seconds where the defaults are minutes. */
  static ChannelBuilder hasty(ChannelBuilder channel) {
    return channel
        .heartbeat(Duration.ofSeconds(2))
        .pollHold(Duration.ofSeconds(6))
        .resumeTimeout(Duration.ofSeconds(15));
  }

  /** Times that a machine which does much else keeps too: the kit answers no heartbeat. */
  static ChannelBuilder patient(ChannelBuilder channel) {
    return hasty(channel).heartbeat(Duration.ofSeconds(8)).resumeTimeout(Duration.ofSeconds(24));
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
    workers.shutdownNow();
  }
}
