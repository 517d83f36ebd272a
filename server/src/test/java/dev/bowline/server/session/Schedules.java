package dev.bowline.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Every order in which a few threads can take turns. One thread runs at a time, up to its next
 * {@link #point}: whatever the code under test calls out to (clocks, connections, listeners,
 * executors) is made to call that. All choices are then walked through depth first, each schedule
 * with everything made anew, so that a schedule that fails, fails again.
 *
 * <p>A point inside a critical section is none: a thread that waited there would only make the
 * others wait for the lock. {@link ExclusionTest} shows that they do. A point that should lie
 * outside of one and doesn't is an error of its own, see {@link #outside}.
 */
public final class Schedules {
  /** The most schedules that are tried of one scenario; fewer if there are no more. */
  private static final int MOST = Integer.getInteger("bowline.schedules", 10_000);

  /** What one schedule does: threads to take turns, and what must be so when they are done. */
  public interface Scenario {
    List<Runnable> threads();

    void holds();
  }

  /** Makes a scenario, with nothing left from the one before. */
  public interface Beginning {
    Scenario begin(Schedules schedules);
  }

  /** One of the threads. */
  private final class Turn {
    private final Semaphore go = new Semaphore(0);
    private final Runnable task;
    private boolean over;

    Turn(Runnable task) {
      this.task = task;
    }

    private void run() {
      go.acquireUninterruptibly();
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        failure = e;
      } finally {
        over = true;
        handedBack.release();
      }
    }
  }

  private final Semaphore handedBack = new Semaphore(0);

  /** The choices of the present schedule, and of how many each was one. */
  private final List<int[]> path = new ArrayList<>();

  private int depth;

  /** Whose turn it is; nobody's while a scenario is made or judged. */
  private @Nullable Turn running;

  private @Nullable Object lock;
  private @Nullable Throwable failure;

  private Schedules() {}

  /**
   * Tries the scenario under every schedule, or as many as there is patience for. Returns a line
   * that says how many it held in.
   */
  public static String of(String name, Beginning beginning) {
    Schedules schedules = new Schedules();
    ExecutorService workers = Executors.newCachedThreadPool();
    int tried = 0;
    boolean more = true;
    try {
      while (more && tried < MOST) {
        tried++;
        schedules.run(beginning.begin(schedules), workers);
        more = schedules.next();
      }
    } catch (AssertionError e) {
      throw new AssertionError(name + ", schedule " + tried + ", turns " + schedules.turns(), e);
    } finally {
      workers.shutdown();
    }
    return name + ": held in " + (more ? "" : "all ") + tried + " schedules";
  }

  /** The lock inside which there is no point. */
  public void guardedBy(Object guard) {
    lock = guard;
  }

  /** Here another thread may go on. */
  public void point() {
    Object guard = lock;
    Turn turn = running;
    if (turn != null && (guard == null || !Thread.holdsLock(guard))) {
      handedBack.release();
      turn.go.acquireUninterruptibly();
    }
  }

  /**
   * A point that must lie outside of the lock: something that isn't the session's own is called.
   */
  public void outside(String what) {
    Object guard = lock;
    if (guard != null && Thread.holdsLock(guard)) {
      throw new AssertionError(what + " was called under the lock");
    }
    point();
  }

  private void run(Scenario scenario, ExecutorService workers) {
    depth = 0;
    failure = null;
    List<Turn> waiting = new ArrayList<>();
    for (Runnable task : scenario.threads()) {
      Turn turn = new Turn(task);
      waiting.add(turn);
      workers.execute(turn::run);
    }
    while (!waiting.isEmpty()) {
      Turn turn = waiting.get(choose(waiting.size()));
      running = turn;
      turn.go.release();
      handedBack.acquireUninterruptibly();
      running = null;
      if (turn.over) {
        waiting.remove(turn);
      }
    }
    Throwable thrown = failure;
    if (thrown != null) {
      throw new AssertionError("a thread failed", thrown);
    }
    scenario.holds();
  }

  private int choose(int among) {
    if (depth == path.size()) {
      path.add(new int[] {0, among});
    }
    return path.get(depth++)[0];
  }

  /** Moves on to the next schedule; false if that was the last. */
  private boolean next() {
    while (!path.isEmpty()) {
      int[] last = path.get(path.size() - 1);
      if (++last[0] < last[1]) {
        return true;
      }
      path.remove(path.size() - 1);
    }
    return false;
  }

  private String turns() {
    StringBuilder text = new StringBuilder();
    path.forEach(choice -> text.append(choice[0]));
    return text.toString();
  }
}
