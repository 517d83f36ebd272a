package dev.bowline.compat.netns;

import dev.bowline.compat.NeededCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * A network of its own with a loopback interface and nothing else. Named after this process, so
 * that what a killed run has left behind is known as such, and removed by the next.
 */
public final class Namespace implements AutoCloseable {
  private static final Pattern OURS = Pattern.compile("bowline-([0-9]+)-\\S+");

  private final String name;

  private Namespace(String name) {
    this.name = name;
  }

  public static Namespace named(String fault) {
    Namespace namespace =
        new Namespace("bowline-" + ProcessHandle.current().pid() + "-" + fault.replace(' ', '-'));
    said(List.of(command("ip"), "netns", "add", namespace.name));
    namespace.runs("ip", "link", "set", "lo", "up");
    return namespace;
  }

  /** Namespaces are root's; where there are none, that is said as loudly as a missing command. */
  public static void needsPermission() {
    try {
      named("trial-" + Thread.currentThread().getId()).close();
    } catch (IllegalStateException refused) {
      String message = "This needs a network namespace, for which one has to be root: ";
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        throw new AssertionFailedError(message + refused.getMessage(), refused);
      }
      System.err.println("NOT RUN: " + message + refused.getMessage());
      throw new TestAbortedException(message + refused.getMessage(), refused);
    }
  }

  /** Removes the namespaces of processes that are no more. */
  public static void removesLeftovers() {
    Matcher ours = OURS.matcher(said(List.of(command("ip"), "netns", "list")));
    while (ours.find()) {
      if (ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty()) {
        new Namespace(ours.group()).close();
      }
    }
  }

  /** Runs a command in it to its end, and returns what it printed; it must succeed. */
  public String runs(String command, String... arguments) {
    return said(inside(command, arguments));
  }

  /** The command line by which a command runs in it. */
  public List<String> inside(String command, String... arguments) {
    List<String> line =
        new ArrayList<>(List.of(command("ip"), "netns", "exec", name, command(command)));
    line.addAll(List.of(arguments));
    return line;
  }

  private static String command(String name) {
    return name.startsWith("/") ? name : NeededCommands.find(name).orElseThrow().toString();
  }

  private static String said(List<String> line) {
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      if (process.onExit().join().exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", line) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    said(List.of(command("ip"), "netns", "del", name));
  }
}
