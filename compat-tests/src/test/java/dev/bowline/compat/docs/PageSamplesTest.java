package dev.bowline.compat.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.Needs;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  @TempDir Path folder = Path.of("");

  private final ChannelServer server =
      ChannelServer.builder().channel("/chat", echo()).channel("/channel", echo()).build();

  private static Channel echo() {
    return Channel.builder()
        .onOpen(session -> session.send("welcome"))
        .onMessage((session, message) -> session.send(message))
        .drain(Duration.ZERO)
        .build();
  }

  @BeforeEach
  void start() throws Exception {
    server.start();
    NodeScript node = new NodeScript(folder);
    node.load(server.url().resolve("/chat"), "bowline.min.js", "bowline.min.mjs");
    node.load(server.url().resolve("/chat"), "bowline.legacy.min.js", "bowline.legacy.min.js");
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
    return new NodeScript(folder).run(before + script + after);
  }
}
