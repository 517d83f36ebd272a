package dev.bowline.compat.conformance;

import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.client.Printable;
import dev.bowline.compat.conformance.checks.Check;
import dev.bowline.compat.conformance.peer.NotCheckedException;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Target;
import dev.bowline.compat.conformance.peer.Terms;
import dev.bowline.compat.conformance.report.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Does checks. Those that have to wait, for a heartbeat for example, all begin at once; the others
 * take turns in a bounded pool. Each has a deadline at which its lines are closed under it and its
 * thread is interrupted, so that it ends whatever the server does.
 */
final class Runner {

  /** Longer than this, and a check mostly waits. */
  private static final Duration WAITING = Duration.ofSeconds(3);

  private static final int WIDEST = 600;
  private static final ThreadFactory THREADS = Daemons.named("check");

  private final Kit kit;
  private final Target target;
  private final Terms terms;
  private final ScheduledExecutorService watch = Executors.newScheduledThreadPool(1, THREADS);

  Runner(Kit kit, Target target, Terms terms) {
    this.kit = kit;
    this.target = target;
    this.terms = terms;
  }

  List<Result> run(List<Check> checks) {
    ExecutorService waiting = Executors.newCachedThreadPool(THREADS);
    ExecutorService quick = Executors.newFixedThreadPool(kit.parallel(), THREADS);
    try {
      List<Future<Result>> begun = new ArrayList<>();
      for (Check check : checks) {
        boolean waits = check.lasts().apply(terms).compareTo(WAITING) > 0;
        begun.add((waits ? waiting : quick).submit(() -> resultOf(check)));
      }
      List<Result> results = new ArrayList<>();
      for (Future<Result> future : begun) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a check has escaped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("interrupted");
    } finally {
      waiting.shutdownNow();
      quick.shutdownNow();
      watch.shutdownNow();
    }
  }

  private Result resultOf(Check check) {
    Duration lasts = check.lasts().apply(terms);
    if (kit.leavesOut(check, terms)) {
      return Result.notChecked(
          check.clause(), check.sentence(), "lasts " + lasts.toSeconds() + " s; --slow does it");
    }
    Duration patience = lasts.plus(kit.timeout());
    Duration inAll = lasts.plus(kit.timeout().multipliedBy(3));
    long began = System.nanoTime();
    Peer peer = new Peer(target, terms, kit.origins(), patience, inAll);
    Thread thread = Thread.currentThread();
    ScheduledFuture<?> end =
        watch.schedule(
            () -> {
              peer.close();
              thread.interrupt();
            },
            inAll.plus(kit.timeout()).toMillis(),
            TimeUnit.MILLISECONDS);
    try (peer) {
      check.procedure().check(peer);
      return Result.passed(check.clause(), check.sentence(), since(began));
    } catch (NotCheckedException e) {
      return Result.notChecked(check.clause(), check.sentence(), said(e));
    } catch (Throwable e) {
      return Result.failed(
          check.clause(), check.sentence(), said(e), peer.exchange(), since(began));
    } finally {
      end.cancel(false);
      // The thread is used again: whoever comes next has a deadline of its own.
      Thread.interrupted();
    }
  }

  /** What an error says, in a line for whoever wrote the server. */
  static String said(Throwable thrown) {
    if (thrown instanceof UncheckedIOException && thrown.getCause() != null) {
      return said(thrown.getCause());
    }
    String kind = thrown.getClass().getSimpleName();
    String message = Printable.line(Objects.requireNonNullElse(thrown.getMessage(), kind), WIDEST);
    if (thrown instanceof UnknownHostException) {
      return "unknown host " + message;
    }
    if (thrown instanceof SSLException) {
      return "TLS: " + message;
    }
    boolean ours =
        thrown instanceof AssertionError
            || thrown instanceof IOException
            || thrown instanceof NotCheckedException;
    return ours ? message : "not understood: %s (%s)".formatted(message, kind);
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
