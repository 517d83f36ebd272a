package dev.bowline.compat.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The samples in Java compile, and the first of the README runs. */
class JavaSamplesTest {
  private static final String CONVERSATION =
      """
      1> GET /chat
      1> Upgrade: websocket
      1>
      1< 101
      1< welcome
      2> GET /chat
      2> Upgrade: websocket
      2>
      2< 101
      2< welcome
      1> hello
      1< hello
      2< hello
      """;

  @TempDir Path folder = Path.of("");

  @TestFactory
  Stream<DynamicTest> everySampleCompiles() {
    return Document.blocksEverywhere("java").stream()
        .map(
            block ->
                DynamicTest.dynamicTest(block.title(), () -> JavaSample.of(block).compile(folder)));
  }

  @Test
  void theFirstSampleOfTheReadmeRuns() throws Exception {
    int port = Proxy.freePort();
    Document.Block first =
        Document.of("README.md").blocks().stream()
            .filter(block -> block.language().equals("java"))
            .findFirst()
            .orElseThrow();
    JavaSample.of(first).with(".port(8080)", ".port(" + port + ")").compile(folder);
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-cp",
                folder + System.getProperty("path.separator", ":") + JavaSample.classPath(),
                "Chat")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try (Exchange exchange = new Exchange(URI.create("http://127.0.0.1:" + port))) {
      Listening.await(port, process, Duration.ofSeconds(20));
      exchange.play(CONVERSATION);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + Files.readString(log), e);
    } finally {
      process.destroy();
    }
  }

  @Test
  void theSampleToEmbedFitsInto15Lines() {
    Document.Block first =
        Document.of("README.md").blocks().stream()
            .filter(block -> block.language().equals("java"))
            .findFirst()
            .orElseThrow();

    assertTrue(first.text().lines().count() <= 15);
  }
}
