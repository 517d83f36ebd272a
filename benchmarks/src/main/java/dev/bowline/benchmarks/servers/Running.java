package dev.bowline.benchmarks.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server under measurement: a process, and what it has started itself. */
public final class Running implements AutoCloseable {
  private static final int STOP_SECONDS = 15;

  /** What the kernel counts CPU time in, for whoever reads it in /proc (proc(5)). */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  private final Process process;
  private final BufferedReader answers;
  private final int port;
  private final int orderPort;

  Running(Process process, BufferedReader answers, int port, int orderPort) {
    this.process = process;
    this.answers = answers;
    this.port = port;
    this.orderPort = orderPort;
  }

  /** Where its clients come. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Where it is told what to publish. */
  public InetSocketAddress orders() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), orderPort);
  }

  /** How many sessions a server in a JVM has. */
  public long sessions() {
    return ask("sessions");
  }

  /** Bytes of heap that a server in a JVM has in use when nothing more can be collected. */
  public long heap() {
    return ask("heap");
  }

  private long ask(String question) {
    try {
      process.outputWriter(UTF_8).append(question).append('\n').flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("the server is gone; its error output says why");
      }
      return Long.parseLong(answer);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** CPU time that all its processes have used, user's and system's, in seconds. */
  public double cpuSeconds() {
    return processes().mapToDouble(Running::cpuSeconds).sum();
  }

  private Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  private static double cpuSeconds(ProcessHandle one) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(one.pid()), "stat"));
      // The name of the program stands in parentheses, and may have spaces in it.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
          / TICKS_PER_SECOND;
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Resident memory of all its processes, in bytes; pages that several share count for each. */
  public long residentBytes() {
    return processes().mapToLong(one -> status(one, "VmRSS:")).sum();
  }

  /** The most that it ever was. */
  public long mostResidentBytes() {
    return processes().mapToLong(one -> status(one, "VmHWM:")).sum();
  }

  private static long status(ProcessHandle one, String name) {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(one.pid()), "status"));
      return lines.stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Ends it, and whatever it has started. */
  @Override
  public void close() {
    List<ProcessHandle> all = processes().toList();
    try {
      process.getOutputStream().close();
      process.destroy();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException failure) {
      process.destroyForcibly();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
