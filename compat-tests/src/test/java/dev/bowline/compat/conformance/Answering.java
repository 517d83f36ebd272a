package dev.bowline.compat.conformance;

import dev.bowline.server.Channel;
import dev.bowline.server.ChannelBuilder;
import java.time.Duration;

/**
 * As much of the conformance application as the kit asks for first: it echoes, and knows no
 * command.
 */
final class Answering {

  private Answering() {}

  static ChannelBuilder channel() {
    return Channel.builder()
        .onMessage(
            (session, message) -> {
              if (message.isText() && message.text().startsWith("!")) {
                session.send("!error there are no commands");
              } else {
                session.send(message);
              }
            })
        .maxSessions(100_000)
        .opensPerSecond(10_000)
        .drain(Duration.ZERO);
  }
}
