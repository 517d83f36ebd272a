package dev.bowline.compat.middleboxes;

import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;

/**
 * What tests that run beside each other have to agree on so that times to the first message mean
 * something: nobody opens a channel while others still start their boxes and load their pages, and
 * only few do so at the same time.
 */
final class StartingLine {
  private static final int AT_A_TIME = 2;

  private final Semaphore starts = new Semaphore(AT_A_TIME, true);
  private final Phaser preparing =
      new Phaser() {
        @Override
        protected boolean onAdvance(int phase, int parties) {
          // Others may still come.
          return false;
        }
      };

  /** A place in the field, to be taken before the preparations begin. */
  Place place() {
    preparing.register();
    return new Place();
  }

  final class Place implements AutoCloseable {
    private boolean isPreparing = true;

    /** Waits for all others who have a place. */
    void isReady() {
      isPreparing = false;
      preparing.awaitAdvance(preparing.arriveAndDeregister());
    }

    /** Runs this when it is its turn. */
    void starts(Runnable start) throws InterruptedException {
      starts.acquire();
      try {
        start.run();
      } finally {
        starts.release();
      }
    }

    /** Whoever leaves is waited for no longer. */
    @Override
    public void close() {
      if (isPreparing) {
        isPreparing = false;
        preparing.arriveAndDeregister();
      }
    }
  }
}
