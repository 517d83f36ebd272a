package dev.bowline.compat.comparison;

import static dev.bowline.compat.faults.Direction.TO_CLIENT;
import static dev.bowline.compat.faults.Requests.everything;
import static dev.bowline.compat.faults.Requests.upgrades;

import dev.bowline.compat.faults.Fault;
import dev.bowline.compat.faults.FaultProxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What goes wrong: from the beginning, in mid-stream, or both. */
enum Row {
  HEALTHY("nothing"),
  STRIPPED("the upgrade is stripped") {
    @Override
    void begins(FaultProxy proxy, Peer peer) {
      proxy.does(Fault.stripTheUpgrade()).to(upgrades());
    }
  },
  REFUSED("the upgrade is refused") {
    @Override
    void begins(FaultProxy proxy, Peer peer) {
      proxy.does(Fault.answer(403)).to(upgrades());
    }
  },
  HUNG("the upgrade hangs") {
    @Override
    void begins(FaultProxy proxy, Peer peer) {
      proxy.does(Fault.hang()).to(upgrades());
    }
  },
  SWALLOWED("black hole after 101") {
    @Override
    void begins(FaultProxy proxy, Peer peer) {
      proxy.does(Fault.acceptAndSwallow()).to(upgrades());
    }
  },
  KILLED("every WebSocket is killed after 200 ms") {
    @Override
    void begins(FaultProxy proxy, Peer peer) {
      proxy.does(Fault.reset().after(Duration.ofMillis(200))).to(upgrades());
    }
  },
  BUFFERED("upgrade refused, replies buffered to their end") {
    @Override
    void begins(FaultProxy proxy, Peer peer) {
      proxy.does(Fault.answer(403)).to(upgrades());
      proxy.does(Fault.bufferToTheEnd()).to(everything().butNot(upgrades()));
    }
  },
  LOST_POLL("a poll's reply is lost") {
    @Override
    void begins(FaultProxy proxy, Peer peer) {
      leavesOnlyPolls(proxy, peer);
    }

    @Override
    void strikes(FaultProxy proxy, Peer peer) {
      proxy.does(Fault.reset().afterBytes(0, TO_CLIENT)).to(peer.polls().nth(1));
    }
  },
  LOST_POST("a post's reply is lost") {
    @Override
    void begins(FaultProxy proxy, Peer peer) {
      leavesOnlyPolls(proxy, peer);
    }

    @Override
    void strikes(FaultProxy proxy, Peer peer) {
      proxy.does(Fault.reset().afterBytes(0, TO_CLIENT)).to(peer.posts().nth(1));
    }
  },
  CUT("the line is cut, and back after 1 s") {
    @Override
    void strikes(FaultProxy proxy, Peer peer) {
      proxy.does(Fault.reset()).to(everything());
      proxy.cuts();
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(proxy::relents);
    }
  },
  HALF_OPEN("what is open falls silent for good") {
    @Override
    void strikes(FaultProxy proxy, Peer peer) {
      proxy.silences();
    }
  };

  private final String title;

  Row(String title) {
    this.title = title;
  }

  /** Before the connection is made. */
  void begins(FaultProxy proxy, Peer peer) {}

  /** In mid-stream. */
  void strikes(FaultProxy proxy, Peer peer) {}

  /** Whether the fault comes when all goes well already. */
  boolean isInMidStream() {
    return ordinal() >= LOST_POLL.ordinal();
  }

  private static void leavesOnlyPolls(FaultProxy proxy, Peer peer) {
    proxy.does(Fault.answer(403)).to(upgrades());
    proxy.does(Fault.answer(403)).to(peer.streams());
  }

  @Override
  public String toString() {
    return title;
  }
}
