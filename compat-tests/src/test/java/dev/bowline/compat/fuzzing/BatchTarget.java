package dev.bowline.compat.fuzzing;

import dev.bowline.server.wire.Batch;
import dev.bowline.server.wire.MalformedException;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.TooBigException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The body of a post. It gives the messages that {@link BatchJudge} finds, or is refused as a whole
 * where that one refuses it; and messages that are encoded again come back.
 */
public final class BatchTarget {
  private static final int MAX_MESSAGE = 64;
  private static final int MAX_MESSAGES = 8;

  private BatchTarget() {}

  public static void fuzzerTestOneInput(byte[] body) {
    Optional<List<BatchJudge.Content>> expected = BatchJudge.messages(body);
    boolean tooBig =
        expected.stream().flatMap(List::stream).anyMatch(it -> it.bytes().length > MAX_MESSAGE);
    boolean tooMany = expected.filter(it -> it.size() > MAX_MESSAGES).isPresent();
    List<Payload> messages;
    try {
      messages = Batch.decode(ByteBuffer.wrap(body), MAX_MESSAGE, MAX_MESSAGES);
    } catch (MalformedException refusal) {
      Refusals.mustBeClear(refusal);
      boolean right =
          refusal instanceof TooBigException
              ? tooBig || expected.isEmpty()
              : tooMany || expected.isEmpty();
      if (!right) {
        throw new AssertionError("refused without need: " + refusal.getMessage());
      }
      return;
    }
    if (expected.isEmpty() || tooBig || tooMany) {
      throw new AssertionError("taken, and is no batch within the limits: " + messages);
    }
    mustBe(expected.get(), messages);
    if (!Batch.decode(Batch.encode(messages), MAX_MESSAGE).equals(messages)) {
      throw new AssertionError("not the same when encoded again: " + messages);
    }
  }

  private static void mustBe(List<BatchJudge.Content> expected, List<Payload> messages) {
    if (expected.size() != messages.size()) {
      throw new AssertionError(messages.size() + " messages should be " + expected.size());
    }
    for (int i = 0; i < messages.size(); i++) {
      BatchJudge.Content content = expected.get(i);
      Payload message = messages.get(i);
      if (message.isText() != content.text()
          || !message.bytes().equals(ByteBuffer.wrap(content.bytes()))) {
        throw new AssertionError("message " + i + " is another one: " + message);
      }
    }
  }
}
