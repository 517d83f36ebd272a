package dev.bowline.compat.client;

import java.util.concurrent.ThreadFactory;

/** Threads that keep no program from ending, whatever they wait for. */
public final class Daemons {

  private Daemons() {}

  /** Does something in a thread of its own. */
  public static void run(String name, Runnable task) {
    thread(name, task).start();
  }

  /** Threads of this name, for an executor. */
  public static ThreadFactory named(String name) {
    return task -> thread(name, task);
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
