package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Exactly once and in order, both ways, whatever the network does: thousands of {@linkplain
 * SimulatedHistory histories}, each made from one seed. A history that fails says its seed, and
 * {@code -Dbowline.seed=} runs that one again; {@code -Dbowline.histories=} runs more of them.
 *
 * <p>What it finds of faults made on purpose, in its first thousand histories: messages or posts
 * not checked for duplicates, posts taken that are ahead, release on send, pulling without the
 * fence, attach numbers ignored, a resume one too early or too late, no acknowledgement on a
 * connection, a gap ignored, a close told too early. What a client that keeps every rule cannot
 * show, a breach of the fence by late frames for one, the tests of each clause have to.
 */
class SessionSimulationTest {
  private static final int ORDINARILY = 5_000;

  @Test
  void everyMessageArrivesOnceAndInOrderWhateverTheNetworkDoes() {
    seeds().forEach(SessionSimulationTest::run);
  }

  private static LongStream seeds() {
    Long one = Long.getLong("bowline.seed");
    return one != null
        ? LongStream.of(one)
        : LongStream.rangeClosed(1, Long.getLong("bowline.histories", ORDINARILY));
  }

  private static void run(long seed) {
    try {
      new SimulatedHistory(seed).run();
    } catch (RuntimeException | AssertionError failure) {
      fail("This history fails; run it again with -Dbowline.seed=" + seed, failure);
    }
  }
}
