package dev.bowline.compat.netns;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.host.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One of the two ends: a process that exchanges messages on its own and obeys lines. {@code mark}
 * begins a new measure of silence, {@code rest} stops its sending; each is answered, like {@code
 * report}, with what it has counted.
 */
final class Party implements AutoCloseable {
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final PrintWriter orders;

  private Party(Process process) {
    this.process = process;
    orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    Daemons.run("party", () -> reads(output));
  }

  static Party start(List<String> command) throws IOException {
    return new Party(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** The next line that it says. */
  String says() {
    return Await.next("a line of a process in the namespace", lines);
  }

  /** What it has counted, lane by lane, once it has obeyed. */
  JsonObject obeys(String order) {
    orders.println(order);
    String line = says();
    if (!line.startsWith("{")) {
      throw new AssertionError("instead of a report: " + line + " " + lines);
    }
    return JsonParser.parseString(line).getAsJsonObject();
  }

  private void reads(BufferedReader output) {
    try {
      output.lines().forEach(lines::add);
    } catch (UncheckedIOException closed) {
      // By this test, which has heard enough.
    }
  }

  /** Ends it at once; {@code ip netns exec} has become the command itself. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
