package dev.bowline.server;

import dev.bowline.server.session.SessionTerms;
import dev.bowline.server.session.Window;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The limits and times of a channel, with their defaults. Immutable; {@link #validated} is the one
 * place where they are checked.
 */
record ChannelOptions(
    int sendMessages,
    long sendBytes,
    int receiveMessages,
    long receiveBytes,
    SlowClient slowClient,
    int maxMessageBytes,
    int maxBatchBytes,
    Duration heartbeat,
    Duration pollHold,
    Duration resumeTimeout,
    Duration openTimeout,
    Duration drain,
    int maxSessions,
    int maxSessionsPerPrincipal,
    int opensPerSecond,
    int postsPerSecond,
    Set<Transport> transports,
    Set<String> allowedOrigins,
    Optional<Authenticator> authenticator,
    Optional<Executor> executor,
    Optional<TopicsOptions> topics) {

  static final ChannelOptions DEFAULTS =
      new ChannelOptions(
          1024,
          4 * 1024 * 1024,
          256,
          1024 * 1024,
          SlowClient.CLOSE,
          1024 * 1024,
          256 * 1024,
          Duration.ofSeconds(20),
          Duration.ofSeconds(25),
          Duration.ofMinutes(2),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          100_000,
          Integer.MAX_VALUE,
          1_000,
          5_000,
          EnumSet.allOf(Transport.class),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static final long MAX_DURATION_MILLIS = Duration.ofDays(1).toMillis();

  /** Returns these options if they make sense, else throws what names the option and the bound. */
  ChannelOptions validated() {
    atLeast("sendWindow messages", sendMessages, 1);
    atLeast("sendWindow bytes", sendBytes, 1);
    atLeast("receiveWindow messages", receiveMessages, 1);
    atLeast("receiveWindow bytes", receiveBytes, 1);
    atLeast("maxMessage", maxMessageBytes, 1);
    atLeast("maxBatch", maxBatchBytes, 1);
    atMost("sendWindow messages", sendMessages, 1 << 24);
    atMost("receiveWindow messages", receiveMessages, 1 << 24);
    atMost("maxMessage", maxMessageBytes, 1 << 28);
    atMost("maxBatch", maxBatchBytes, 1 << 28);
    time("heartbeat", heartbeat, 100);
    time("pollHold", pollHold, 100);
    time("resumeTimeout", resumeTimeout, 100);
    time("openTimeout", openTimeout, 100);
    time("drain", drain, 0);
    atLeast("maxSessions", maxSessions, 1);
    atLeast("maxSessionsPerPrincipal", maxSessionsPerPrincipal, 1);
    atLeast("opensPerSecond", opensPerSecond, 1);
    atLeast("postsPerSecond", postsPerSecond, 1);
    if (transports.isEmpty()) {
      throw new IllegalArgumentException("transports: at least one has to be on offer");
    }
    return this;
  }

  static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(option + ": " + value + " is less than " + least);
    }
  }

  static void atMost(String option, long value, long most) {
    if (value > most) {
      throw new IllegalArgumentException(option + ": " + value + " is more than " + most);
    }
  }

  private static void time(String option, Duration value, long leastMillis) {
    atLeast(option + " in ms", value.toMillis(), leastMillis);
    atMost(option + " in ms", value.toMillis(), MAX_DURATION_MILLIS);
  }

  SessionTerms terms() {
    List<String> names = transports.stream().sorted().map(Transport::wireName).toList();
    return new SessionTerms(
        new Window(sendMessages, sendBytes),
        new Window(receiveMessages, receiveBytes),
        maxMessageBytes,
        maxBatchBytes,
        heartbeat.toMillis(),
        pollHold.toMillis(),
        resumeTimeout.toMillis(),
        openTimeout.toMillis(),
        switch (slowClient) {
          case CLOSE -> SessionTerms.Overflow.CLOSE;
          case DROP_OLDEST -> SessionTerms.Overflow.DROP_OLDEST;
          case HOLD -> SessionTerms.Overflow.HOLD;
        },
        names);
  }
}
