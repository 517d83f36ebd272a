package dev.bowline.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Subject} in a JVM of its own, seen from the JVM that measures: one order a line goes in,
 * one answer a line comes back. The JVM ends when its input does, so none is left behind.
 */
final class SubjectProcess implements AutoCloseable {
  private static final int STOP_SECONDS = 15;

  private final Process process;
  private final PrintStream orders;
  private final BufferedReader answers;
  private final int port;

  private SubjectProcess(Process process) {
    this.process = process;
    this.orders = new PrintStream(process.getOutputStream(), true, UTF_8);
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.port = Integer.parseInt(answer());
  }

  /** Starts the subject in the same JDK and from the same class path as this JVM. */
  static SubjectProcess start(List<String> jvmOptions, String... subject) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SubjectMain.class.getName());
    command.addAll(List.of(subject));
    try {
      return new SubjectProcess(
          new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Bytes of heap in use when nothing more can be collected. */
  long heap() {
    return Long.parseLong(order("heap"));
  }

  int sessions() {
    return Integer.parseInt(order("sessions"));
  }

  /** What is on the heap, garbage excluded. */
  ClassHistogram histogram() {
    return ClassHistogram.parse(order("histogram"));
  }

  /** Gives an order and waits for its answer. */
  String order(String order) {
    orders.println(order);
    return answer();
  }

  private String answer() {
    try {
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("the server's JVM is gone; its error output says why");
      }
      return answer;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
