package dev.bowline.benchmarks.servers;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;

/** The heap of this JVM, when nothing more can be collected. */
public final class Heap {
  private static final int AGREEING_READINGS = 3;
  private static final long AGREEMENT_BYTES = 16 * 1024;
  private static final long PAUSE_MILLIS = 200;

  private Heap() {}

  /**
   * Collects until several readings in a row agree, and returns the last.
   *
   * @throws IllegalStateException if the heap doesn't come to rest in time
   */
  public static long settled(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    long last = usedAfterCollection();
    int agreeing = 1;
    while (agreeing < AGREEING_READINGS) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("the heap does not come to rest: " + last);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      long used = usedAfterCollection();
      agreeing = Math.abs(used - last) <= AGREEMENT_BYTES ? agreeing + 1 : 1;
      last = used;
    }
    return last;
  }

  /** As the collector left it; what is in use a moment later includes the rooms threads took. */
  private static long usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  /** What {@code jcmd GC.class_histogram} prints, in one line: rows are separated by tabs. */
  public static String histogram() {
    try {
      Object printed =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      return printed.toString().replace('\n', '\t');
    } catch (JMException unsupported) {
      throw new IllegalStateException("this JVM gives no class histogram", unsupported);
    }
  }
}
