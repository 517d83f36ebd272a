package dev.bowline.compat.offsets;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;
import dev.bowline.compat.NeededCommands;
import dev.bowline.compat.client.Daemons;
import dev.bowline.compat.jsclient.NodeProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The JavaScript client in Node: a process that holds one exchange for each line that it gets. */
final class NodeSpeaker implements Speaker {
  private final Process process;
  private final PrintWriter orders;
  private final Map<Integer, CompletableFuture<Told>> under = new ConcurrentHashMap<>();

  /** A line of the script's. */
  private record Line(int exchange, List<String> heard, String trouble, boolean clean) {}

  private NodeSpeaker(Process process) {
    this.process = process;
    orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    Daemons.run("speaker", () -> reads(output));
  }

  /**
   * A process with the client that the server serves.
   *
   * @param port the server's own
   * @param way one of the script's
   */
  static NodeSpeaker start(int port, String way) throws IOException {
    JsonObject plan = new JsonObject();
    plan.addProperty("channel", "http://127.0.0.1:" + port + "/channel");
    plan.addProperty("way", way);
    plan.addProperty("ws", NodeProcess.webSocketPackage());
    return new NodeSpeaker(
        new ProcessBuilder(
                NeededCommands.find("node").orElseThrow().toString(), script(), plan.toString())
            .redirectErrorStream(true)
            .start());
  }

  private static String script() {
    try {
      return Path.of(
              Objects.requireNonNull(NodeSpeaker.class.getResource("/offsets/speaker.mjs")).toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public CompletableFuture<Told> holds(int exchange, int port) {
    CompletableFuture<Told> told = new CompletableFuture<>();
    under.put(exchange, told);
    orders.println(exchange + " " + port);
    return told;
  }

  private void reads(BufferedReader output) {
    try {
      output.lines().forEach(this::says);
    } catch (UncheckedIOException closed) {
      // By this test, which has heard enough.
    }
    fails("the script has ended");
  }

  private void says(String text) {
    try {
      Line line = new Gson().fromJson(text, Line.class);
      Optional.ofNullable(under.remove(line.exchange()))
          .ifPresent(it -> it.complete(new Told(line.heard(), line.trouble(), line.clean())));
    } catch (JsonSyntaxException notOurs) {
      fails(text);
    }
  }

  private void fails(String why) {
    under.values().forEach(it -> it.completeExceptionally(new AssertionError(why)));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
