package dev.bowline.benchmarks.micro;

import dev.bowline.server.wire.Batch;
import dev.bowline.server.wire.EventStream;
import dev.bowline.server.wire.EventStreamParser;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import dev.bowline.server.wire.WebSocketFrames;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One message into each encoding and out of it, beginning with what an application hands over. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
  private static final int LIMIT = 1 << 20;

  /** The message. */
  @Param public Contents contents = Contents.TEXT;

  private byte[] frame = {};
  private byte[] event = {};

  @Setup
  public void encode() {
    Payload payload = contents.payload();
    frame = bytes(payload.webSocketFrame());
    event = bytes(payload.eventStream());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Benchmark
  public ByteBuffer toWebSocketFrame() {
    return contents.payload().webSocketFrame();
  }

  @Benchmark
  public ByteBuffer toEvent() {
    return contents.payload().eventStream();
  }

  /** As a frame that has come in, which belongs to the payload; so it is copied first. */
  @Benchmark
  public Object fromWebSocketFrame() {
    byte[] received = frame.clone();
    return contents == Contents.BINARY
        ? Payload.binary(received)
        : WebSocketFrames.decodeText(received);
  }

  /** As a post that brings one message. */
  @Benchmark
  public List<Payload> fromPost() {
    return Batch.decode(ByteBuffer.wrap(event), LIMIT);
  }

  /** As a client that reads a stream. */
  @Benchmark
  public void fromEvent(Blackhole read) {
    new EventStreamParser(LIMIT, (type, data) -> read.consume(record(type, data)))
        .push(event, 0, event.length);
  }

  private static ProtocolRecord record(String type, String data) {
    return EventStream.decode(type, data);
  }
}
