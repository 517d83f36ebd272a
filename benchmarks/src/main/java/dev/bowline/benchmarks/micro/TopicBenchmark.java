package dev.bowline.benchmarks.micro;

import dev.bowline.server.Channel;
import dev.bowline.server.Message;
import dev.bowline.server.Topic;
import dev.bowline.server.topic.Retention;
import dev.bowline.server.topic.TopicLog;
import dev.bowline.server.wire.Envelope;
import dev.bowline.server.wire.Payload;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What publishing costs once, however many are subscribed: what it costs for each of them is in
 * {@link OutboxBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TopicBenchmark {
  private static final int KEPT = 500;

  private final Envelope envelope = new Envelope("prices");
  private final Payload content = Contents.TEXT.payload();
  private final TopicLog log = new TopicLog("epoch", new Retention(KEPT, 1 << 20, Long.MAX_VALUE));
  private final Message message = Message.text(content.text());
  private final Topic kept =
      Channel.builder()
          .topics(topics -> topics.history(KEPT, KEPT << 10, Duration.ofHours(1)))
          .build()
          .topic("prices");
  private final Topic notKept = Channel.builder().topics().build().topic("prices");

  /** The envelope round a message. */
  @Benchmark
  public Payload envelope() {
    return envelope.message(log.next(), content);
  }

  /** The log alone, when it is full. */
  @Benchmark
  public long log() {
    log.append(content, 0);
    return log.next();
  }

  /** All of it, with a history of 500 messages. */
  @Benchmark
  public boolean publishAndKeep() {
    return publish(kept);
  }

  /** All of it, without a history. */
  @Benchmark
  public boolean publish() {
    return publish(notKept);
  }

  private boolean publish(Topic topic) {
    if (!topic.publish(message)) {
      throw new IllegalStateException("ahead of nobody");
    }
    return true;
  }
}
