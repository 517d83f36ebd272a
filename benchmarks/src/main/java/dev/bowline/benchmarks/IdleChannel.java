package dev.bowline.benchmarks;

import dev.bowline.server.Channel;
import dev.bowline.server.ChannelServer;
import java.time.Duration;

/**
 * Bowline with an application that does nothing, and with times so long that nothing becomes due
 * while it is measured. Beside it, to warm up, a channel that forgets its sessions at once.
 */
final class IdleChannel implements Subject {
  private static final Duration LONG = Duration.ofHours(3);
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final Channel measured =
      Channel.builder()
          .onOpen(session -> {})
          .onMessage((session, message) -> {})
          .heartbeat(LONG)
          .pollHold(LONG)
          .openTimeout(LONG)
          .resumeTimeout(LONG)
          .build();
  private final Channel brief =
      Channel.builder()
          .onOpen(session -> {})
          .onMessage((session, message) -> {})
          .heartbeat(SHORT)
          .pollHold(SHORT)
          .openTimeout(SHORT)
          .resumeTimeout(SHORT)
          .build();
  private final ChannelServer server =
      ChannelServer.builder()
          .channel(IdleClient.MEASURED, measured)
          .channel(IdleClient.BRIEF, brief)
          .build()
          .start();

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public int sessions() {
    return measured.sessions().size() + brief.sessions().size();
  }
}
