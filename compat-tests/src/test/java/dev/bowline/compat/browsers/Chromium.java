package dev.bowline.compat.browsers;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bowline.compat.NeededCommands;
import dev.bowline.compat.client.Daemons;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A headless Chromium of its own, driven by the Chrome DevTools Protocol. */
public final class Chromium implements AutoCloseable {
  private static final String LISTENING = "DevTools listening on ";

  /** Ends each message in a pipe. */
  private static final String END = "\0";

  private static final long ANSWER_SECONDS = 30;

  private final Process process;
  private final Path profile;
  private final Consumer<String> devTools;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> pending = new ConcurrentHashMap<>();

  private Chromium(Process process, Path profile, URI endPoint) {
    this.process = process;
    this.profile = profile;
    WebSocket socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(endPoint, new Answers()).join();
    devTools = message -> socket.sendText(message, true).join();
  }

  private Chromium(Process process, Path profile) {
    this.process = process;
    this.profile = profile;
    PrintWriter orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8));
    devTools =
        message -> {
          orders.write(message + END);
          orders.flush();
        };
    Scanner answers = new Scanner(process.inputReader(StandardCharsets.UTF_8)).useDelimiter(END);
    Daemons.run("chromium-answers", () -> answers.forEachRemaining(this::answered));
  }

  /** Starts one, with more of its own arguments if there are any. */
  public static Chromium start(String... more) throws IOException {
    Path profile = Files.createTempDirectory("bowline-chromium");
    List<String> command = command(profile, more);
    command.add("--remote-debugging-port=0");
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
    String line;
    while ((line = errors.readLine()) != null) {
      if (line.startsWith(LISTENING)) {
        Daemons.run("chromium-errors", () -> errors.lines().forEach(ignored -> {}));
        return new Chromium(process, profile, URI.create(line.substring(LISTENING.length())));
      }
    }
    throw new IOException("chromium ended before it listened");
  }

  /**
   * Starts one that no network leads to: it is driven through a pipe.
   *
   * @param inside gives the command line that runs a command where it is to live
   */
  public static Chromium startPiped(UnaryOperator<List<String>> inside, String... more)
      throws IOException {
    Path profile = Files.createTempDirectory("bowline-chromium");
    List<String> command = command(profile, more);
    command.add("--remote-debugging-pipe");
    // Chromium reads from file 3 and writes to file 4.
    List<String> shell =
        new ArrayList<>(
            List.of("/bin/sh", "-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null", "sh"));
    shell.addAll(inside.apply(command));
    return new Chromium(
        new ProcessBuilder(shell).redirectError(ProcessBuilder.Redirect.DISCARD).start(), profile);
  }

  private static List<String> command(Path profile, String... more) {
    List<String> command = headless(NeededCommands.find("chromium").orElseThrow(), profile);
    command.addAll(List.of(more));
    command.add("about:blank");
    return command;
  }

  /** What starts any Chromium without a screen, and without a word to anybody but its page. */
  public static List<String> headless(Path binary, Path profile) {
    return new ArrayList<>(
        List.of(
            binary.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--user-data-dir=" + profile));
  }

  /** Opens a tab, in front of the others. */
  public Tab open(URI url) {
    return open(url, Map.of());
  }

  /** Opens a window with one tab, which hides no other. */
  public Tab openWindow(URI url) {
    return open(url, Map.of("newWindow", true));
  }

  /** Opens a tab in a window and a profile of its own. */
  public Tab openApart(URI url) {
    return openApart(url, Map.of());
  }

  /** The same with this HTTP proxy on the way, to this machine as well. */
  public Tab openBehind(URI proxy, URI url) {
    return openApart(
        url,
        Map.of(
            "proxyServer",
            proxy.getHost() + ":" + proxy.getPort(),
            "proxyBypassList",
            "<-loopback>"));
  }

  private Tab openApart(URI url, Map<String, Object> profile) {
    String context =
        call("Target.createBrowserContext", profile, "").get("browserContextId").getAsString();
    return open(url, Map.of("browserContextId", context, "newWindow", true));
  }

  private Tab open(URI url, Map<String, Object> where) {
    Map<String, Object> parameters = new HashMap<>(where);
    parameters.put("url", "about:blank");
    String target = call("Target.createTarget", parameters, "").get("targetId").getAsString();
    String session =
        call("Target.attachToTarget", Map.of("targetId", target, "flatten", true), "")
            .get("sessionId")
            .getAsString();
    Tab tab = new Tab(this, target, session);
    tab.navigate(url);
    return tab;
  }

  JsonObject call(String method, Map<String, Object> parameters, String session) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    pending.put(id, answer);
    JsonObject message = new JsonObject();
    message.addProperty("id", id);
    message.addProperty("method", method);
    message.add("params", new com.google.gson.Gson().toJsonTree(parameters));
    if (!session.isEmpty()) {
      message.addProperty("sessionId", session);
    }
    synchronized (devTools) {
      devTools.accept(message.toString());
    }
    JsonObject reply = answer.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
    JsonElement error = reply.get("error");
    if (error != null) {
      throw new IllegalStateException(method + ": " + error);
    }
    return reply.getAsJsonObject("result");
  }

  private void answered(String text) {
    JsonObject message = JsonParser.parseString(text).getAsJsonObject();
    JsonElement id = message.get("id");
    CompletableFuture<JsonObject> waiting = id == null ? null : pending.remove(id.getAsInt());
    if (waiting != null) {
      waiting.complete(message);
    }
  }

  /** Stops all of its processes, as sleep does; {@code CONT} wakes them. */
  public void signal(String name) throws IOException {
    StringBuilder command = new StringBuilder("kill -" + name + " " + process.pid());
    process.descendants().forEach(child -> command.append(' ').append(child.pid()));
    new ProcessBuilder("/bin/sh", "-c", command.toString()).start().onExit().join();
  }

  @Override
  public void close() throws IOException {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException stillWritten) {
      // The system's own cleaning of temporary files takes what is left.
    }
  }

  private final class Answers implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      parts.append(part);
      if (last) {
        answered(parts.toString());
        parts.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }
  }
}
