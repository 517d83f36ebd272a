package dev.bowline.compat.comparison;

import static dev.bowline.compat.faults.Direction.TO_CLIENT;
import static dev.bowline.compat.faults.Requests.everything;
import static dev.bowline.compat.faults.Requests.upgrades;

import dev.bowline.compat.faults.Fault;
import dev.bowline.compat.faults.FaultProxy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** What goes wrong: from the beginning, in mid-stream, or both. */
enum Row {
  HEALTHY("nothing goes wrong"),
  STRIPPED("the upgrade is stripped") {
    @Override
    IntSupplier begins(FaultProxy proxy, Peer peer) {
      return proxy.does(Fault.stripTheUpgrade()).to(upgrades())::struck;
    }
  },
  REFUSED("the upgrade is refused (403)") {
    @Override
    IntSupplier begins(FaultProxy proxy, Peer peer) {
      return proxy.does(Fault.answer(403)).to(upgrades())::struck;
    }
  },
  HUNG("the upgrade is never answered") {
    @Override
    IntSupplier begins(FaultProxy proxy, Peer peer) {
      return proxy.does(Fault.hang()).to(upgrades())::struck;
    }
  },
  SWALLOWED("the WebSocket opens, and nothing gets through") {
    @Override
    IntSupplier begins(FaultProxy proxy, Peer peer) {
      return proxy.does(Fault.acceptAndSwallow()).to(upgrades())::struck;
    }
  },
  KILLED("each WebSocket is reset after 200 ms") {
    @Override
    IntSupplier begins(FaultProxy proxy, Peer peer) {
      return proxy.does(Fault.reset().after(Duration.ofMillis(200))).to(upgrades())::struck;
    }
  },
  BUFFERED("the upgrade is refused, replies are withheld until complete") {
    @Override
    IntSupplier begins(FaultProxy proxy, Peer peer) {
      proxy.does(Fault.answer(403)).to(upgrades());
      return proxy.does(Fault.bufferToTheEnd()).to(peer.all().butNot(upgrades()))::struck;
    }
  },
  LOST_POLL("polls only; the reply to one is lost") {
    @Override
    IntSupplier begins(FaultProxy proxy, Peer peer) {
      return leavesOnlyPolls(proxy, peer);
    }

    @Override
    IntSupplier strikes(FaultProxy proxy, Peer peer) {
      return proxy.does(lost()).to(peer.polls().nth(1))::struck;
    }
  },
  LOST_POST("polls only; the reply to a post is lost") {
    @Override
    IntSupplier begins(FaultProxy proxy, Peer peer) {
      return leavesOnlyPolls(proxy, peer);
    }

    @Override
    IntSupplier strikes(FaultProxy proxy, Peer peer) {
      return proxy.does(lost()).to(peer.posts().nth(1))::struck;
    }
  },
  CUT("every connection is reset, new ones too for 1 s") {
    @Override
    IntSupplier strikes(FaultProxy proxy, Peer peer) {
      IntSupplier refused = proxy.does(Fault.reset()).to(everything())::struck;
      int cut = proxy.cuts();
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(proxy::relents);
      return () -> cut + refused.getAsInt();
    }
  },
  HALF_OPEN("every connection falls silent for good, new ones work") {
    @Override
    IntSupplier strikes(FaultProxy proxy, Peer peer) {
      int silent = proxy.silences();
      return () -> silent;
    }
  };

  private final String title;

  Row(String title) {
    this.title = title;
  }

  /** Before the connection is made. Returns how often it has struck until now. */
  IntSupplier begins(FaultProxy proxy, Peer peer) {
    return () -> 0;
  }

  /** In mid-stream; likewise. */
  IntSupplier strikes(FaultProxy proxy, Peer peer) {
    return () -> 0;
  }

  /** Whether the fault comes when all goes well already. */
  boolean isInMidStream() {
    return EnumSet.of(LOST_POLL, LOST_POST, CUT, HALF_OPEN).contains(this);
  }

  private static IntSupplier leavesOnlyPolls(FaultProxy proxy, Peer peer) {
    proxy.does(Fault.answer(403)).to(peer.streams());
    return proxy.does(Fault.answer(403)).to(upgrades())::struck;
  }

  private static Fault lost() {
    return Fault.reset().afterBytes(0, TO_CLIENT);
  }

  @Override
  public String toString() {
    return title;
  }
}
