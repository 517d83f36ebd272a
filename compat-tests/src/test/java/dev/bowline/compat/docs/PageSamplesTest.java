package dev.bowline.compat.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.NeededCommands;
import dev.bowline.compat.Needs;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples for pages, run by Node with the files that a channel serves. */
@Tag("plain-clients")
@Needs("node")
class PageSamplesTest {
  private static final Pattern SCRIPT =
      Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);
  private static final int PATIENCE_SECONDS = 20;

  @TempDir Path folder = Path.of("");

  private final ChannelServer server =
      ChannelServer.builder().channel("/chat", echo()).channel("/channel", echo()).build();

  private static Channel echo() {
    return Channel.builder()
        .onOpen(session -> session.send("welcome"))
        .onMessage((session, message) -> session.send(message))
        .build();
  }

  @BeforeEach
  void start() throws Exception {
    server.start();
    load("bowline.min.js", "bowline.min.mjs");
    load("bowline.legacy.min.js", "bowline.legacy.min.js");
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void theModuleOfTheReadmeTalksToTheServer() throws Exception {
    String script =
        scripts("README.md", 0).replace("'/chat/bowline.min.js'", "'./bowline.min.mjs'");

    assertEquals(List.of("welcome", "hello"), run(script, "chat"));
  }

  @Test
  void theOldScriptOfTheReadmeTalksToTheServer() throws Exception {
    String load =
        """
        import { readFileSync } from 'node:fs';
        import { runInThisContext } from 'node:vm';
        runInThisContext(readFileSync('./bowline.legacy.min.js', 'utf8'));
        """;

    assertEquals(List.of("welcome", "hello"), run(load + scripts("README.md", 1), "chat"));
  }

  @Test
  void theOptionsOfTheConfigurationPageAreTaken() throws Exception {
    String load = "import { Bowline } from './bowline.min.mjs';\n";
    String sample = block("docs/configuration.md", "js", 0).text();

    List<String> said = run(load + sample, "channel");

    assertTrue(said.containsAll(List.of("over sse", "welcome", "hello")), said::toString);
  }

  @Test
  void theServiceWorkerKeepsAwayFromTheChannel() throws Exception {
    String around =
        """
        const answered = [];
        const fromCache = (request) => request;
        globalThis.self = {
          addEventListener: (type, listener) => {
            for (const path of ['/channel', '/channel/abc', '/index.html']) {
              const url = 'https://www.example.com' + path;
              listener({ request: { url }, respondWith: (it) => console.log(it.url) });
            }
          },
        };
        """;

    List<String> answered = run(around + block("docs/deployment.md", "js", 0).text(), "");

    assertEquals(List.of("https://www.example.com/index.html"), answered);
  }

  @Test
  void thePagesNeedFiveLinesOfScript() {
    assertTrue(scripts("README.md", 0).strip().lines().count() <= 5);
  }

  private static String scripts(String page, int index) {
    return SCRIPT
        .matcher(block(page, "html", index).text())
        .results()
        .map(script -> script.group(1))
        .collect(Collectors.joining());
  }

  private static Document.Block block(String page, String language, int index) {
    return Document.of(page).blocks().stream()
        .filter(block -> block.language().equals(language))
        .skip(index)
        .findFirst()
        .orElseThrow();
  }

  /** Gets a file of the client from the channel itself, as a page would. */
  private void load(String name, String as) throws IOException, InterruptedException {
    URI file = server.url().resolve("/chat/" + name);
    HttpResponse<Path> reply =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(file).build(), BodyHandlers.ofFile(folder.resolve(as)));
    assertEquals(200, reply.statusCode(), name);
  }

  /** Runs a script on a page of the server's, until its channel has heard what it said. */
  private List<String> run(String script, String channel) throws Exception {
    String before =
        "globalThis.location = { href: '%s/' };\nglobalThis.self ??= globalThis;\n"
            .formatted(server.url());
    String after =
        channel.isEmpty()
            ? ""
            : "\n%1$s.addEventListener('message', (event) => { if (event.data === 'hello') %1$s.close(); });\n"
                .formatted(channel);
    Path main = Files.writeString(folder.resolve("main.mjs"), before + script + after);
    Path log = folder.resolve("log");
    Process node =
        new ProcessBuilder(NeededCommands.find("node").orElseThrow().toString(), main.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    node.destroyForcibly();
    List<String> said = Files.readAllLines(log);
    assertTrue(ended && node.exitValue() == 0, said::toString);
    return said;
  }
}
