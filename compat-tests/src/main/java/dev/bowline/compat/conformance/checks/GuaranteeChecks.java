package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.ReliableClient;
import dev.bowline.compat.client.Way;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.Peer;
import java.util.Random;

/** Section 10, as far as a short walk goes. */
final class GuaranteeChecks {

  private static final int MESSAGES = 300;

  /** As many are on their way at a time. */
  private static final int AHEAD = 20;

  private GuaranteeChecks() {}

  static void declare(Checks checks) {
    checks
        .of(10, "Exactly once and in order")
        .onAll("over moves and cuts at random, begun on each transport", GuaranteeChecks::walk);
  }

  private static void walk(Peer peer, Way way) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (ReliableClient client = ReliableClient.opens(peer.wire(), way)) {
      for (int i = 0; i < MESSAGES + AHEAD; i++) {
        if (i < MESSAGES) {
          client.says("m" + i);
        }
        if (i >= AHEAD) {
          Expect.equal("an echo, seed " + seed, peer.text("m" + (i - AHEAD)), client.hears());
        }
        if (random.nextInt(12) == 0) {
          disturbs(client, random);
        }
      }
      Expect.that(!client.hasMore(), "more than was said comes back, seed " + seed);
      Expect.that(client.failure().isEmpty(), "a rule was broken: " + client.failure());
    }
  }

  private static void disturbs(ReliableClient client, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> client.movesTo(Way.any(random));
      case 1 -> client.comesBackBy(Way.any(random));
      case 2 -> client.cutsTheLineAfterReading(random.nextInt(200));
      case 3 -> client.cutsTheNextBatchAfter(random.nextInt(300));
      default -> client.cutsTheLine();
    }
  }
}
