package dev.bowline.compat.jsclient;

import com.google.gson.JsonObject;
import dev.bowline.compat.NeededCommands;
import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.host.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A script of this package's resources, run by Node; it talks with the test by lines. */
public final class NodeProcess implements AutoCloseable {
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final PrintWriter orders;

  private NodeProcess(Process process) {
    this.process = process;
    orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    Daemons.run("node-output", () -> reads(output));
  }

  private void reads(BufferedReader output) {
    try {
      output.lines().forEach(lines::add);
    } catch (UncheckedIOException closed) {
      // By this test, which has heard enough.
    }
  }

  /** Starts a script, which gets the plan as its argument. */
  public static NodeProcess start(String script, JsonObject plan) throws IOException {
    return start(resource(script), plan.toString());
  }

  /** Starts a script that is elsewhere. */
  public static NodeProcess start(Path script, String argument) throws IOException {
    Path node = NeededCommands.find("node").orElseThrow();
    return new NodeProcess(
        new ProcessBuilder(node.toString(), script.toString(), argument)
            .redirectErrorStream(true)
            .start());
  }

  /** A file beside the scripts. */
  public static Path resource(String name) {
    URL url = Objects.requireNonNull(NodeProcess.class.getResource("/jsclient/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The WebSocket that an application in Node 20 brings along. */
  public static String webSocketPackage() {
    return Path.of("..", "js-client", "node_modules", "ws", "wrapper.mjs")
        .toAbsolutePath()
        .normalize()
        .toString();
  }

  /** The next line that it says. */
  public String says() {
    return Await.next("a line of the script's", lines);
  }

  /** The same of a script that may think for so long. */
  public String says(Duration deadline) {
    return Await.next("a line of the script's", lines, deadline);
  }

  public void hears(String order) {
    orders.println(order);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
