package dev.bowline.compat.browsers;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bowline.compat.NeededCommands;
import dev.bowline.compat.client.Daemons;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium of its own, driven by the Chrome DevTools Protocol. */
public final class Chromium implements AutoCloseable {
  private static final String LISTENING = "DevTools listening on ";
  private static final long ANSWER_SECONDS = 30;

  private final Process process;
  private final Path profile;
  private final WebSocket devTools;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> pending = new ConcurrentHashMap<>();

  private Chromium(Process process, Path profile, URI endPoint) {
    this.process = process;
    this.profile = profile;
    this.devTools =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(endPoint, new Answers()).join();
  }

  public static Chromium start() throws IOException {
    Path binary = NeededCommands.find("chromium").orElseThrow();
    Path profile = Files.createTempDirectory("bowline-chromium");
    Process process =
        new ProcessBuilder(
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
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
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

  /** Opens a tab. */
  public Tab open(URI url) {
    String target =
        call("Target.createTarget", Map.of("url", "about:blank"), "").get("targetId").getAsString();
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
      devTools.sendText(message.toString(), true).join();
    }
    JsonObject reply = answer.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
    JsonElement error = reply.get("error");
    if (error != null) {
      throw new IllegalStateException(method + ": " + error);
    }
    return reply.getAsJsonObject("result");
  }

  @Override
  public void close() throws IOException {
    devTools.abort();
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
        JsonObject message = JsonParser.parseString(parts.toString()).getAsJsonObject();
        parts.setLength(0);
        JsonElement id = message.get("id");
        CompletableFuture<JsonObject> waiting = id == null ? null : pending.remove(id.getAsInt());
        if (waiting != null) {
          waiting.complete(message);
        }
      }
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }
  }
}
