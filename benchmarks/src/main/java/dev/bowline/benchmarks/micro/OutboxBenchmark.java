package dev.bowline.benchmarks.micro;

import dev.bowline.server.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a delivery costs between the application and the connection: a message is appended to a
 * session, pulled by its connection and acknowledged. Numbers are for each delivery.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OutboxBenchmark {
  private static final int GATHERED = 16;
  private static final int MANY = 1_000;

  private final Payload payload = Contents.TEXT.payload();
  private final List<Sessions.Pipe> pipes = new ArrayList<>();

  @Setup
  public void open(Blackhole written) {
    Sessions sessions = new Sessions(MANY);
    for (int i = 0; i < MANY; i++) {
      pipes.add(sessions.open(written::consume));
    }
  }

  /** One session, one message at a time. */
  @Benchmark
  public void oneAtATime() {
    deliver(pipes.get(0), 1);
  }

  /** One session; what has gathered is pulled at once and acknowledged at once. */
  @Benchmark
  @OperationsPerInvocation(GATHERED)
  public void gathered() {
    deliver(pipes.get(0), GATHERED);
  }

  /** The same message for each of 1,000 sessions, as a broadcast does it. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public void toMany() {
    for (Sessions.Pipe pipe : pipes) {
      pipe.append(payload);
    }
    for (Sessions.Pipe pipe : pipes) {
      pipe.pull();
    }
    for (Sessions.Pipe pipe : pipes) {
      pipe.acknowledge();
    }
  }

  /** 16 messages for each of 1,000 sessions, each of which pulls when all are there. */
  @Benchmark
  @OperationsPerInvocation(MANY * GATHERED)
  public void gatheredByMany() {
    for (int i = 0; i < GATHERED; i++) {
      for (Sessions.Pipe pipe : pipes) {
        pipe.append(payload);
      }
    }
    for (Sessions.Pipe pipe : pipes) {
      pipe.pull();
    }
    for (Sessions.Pipe pipe : pipes) {
      pipe.acknowledge();
    }
  }

  private void deliver(Sessions.Pipe pipe, int messages) {
    for (int i = 0; i < messages; i++) {
      pipe.append(payload);
    }
    pipe.pull();
    pipe.acknowledge();
  }
}
