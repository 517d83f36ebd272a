package dev.bowline.compat.security;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The token is a capability: it appears in no log, not even in the most talkative one. */
class SecretsTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void noTokenAppearsInALogThatLogsEverything() throws Exception {
    Path log = directory.resolve("log");
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                "-Dorg.slf4j.simpleLogger.log.dev.bowline=trace",
                "-cp",
                System.getProperty("java.class.path"),
                Talkative.class.getName())
            .redirectError(ProcessBuilder.Redirect.to(log.toFile()))
            .start();
    List<String> tokens;
    try {
      String port = server.inputReader(StandardCharsets.UTF_8).readLine();
      tokens = Mischief.doneTo(new WireClient(Integer.parseInt(port), "/channel"));
      server.getOutputStream().close();
      assertTrue(server.waitFor(20, TimeUnit.SECONDS), "it stops");
    } finally {
      server.destroyForcibly();
    }
    String written = Files.readString(log);
    assertTrue(written.contains("dev.bowline"), "nothing was logged at all:\n" + written);
    for (String token : tokens) {
      assertFalse(written.contains(token), () -> "a token in the log:\n" + lines(written, token));
      String start = token.substring(0, token.length() / 2);
      assertFalse(written.contains(start), () -> "half a token:\n" + lines(written, start));
    }
  }

  private static String lines(String log, String part) {
    return log.lines().filter(line -> line.contains(part)).limit(5).toList().toString();
  }

  /** A server in a process of its own, until its standard input ends. */
  static final class Talkative {

    private Talkative() {}

    public static void main(String[] arguments) throws Exception {
      Application application =
          new Application()
              .reacts(
                  (session, message) -> {
                    throw new IllegalStateException("the application fails for " + session);
                  });
      try (var host = dev.bowline.compat.host.Host.of(application.channel().sendWindow(2, 1_000))) {
        System.out.println(host.client().port());
        System.in.read();
      }
    }
  }

  /** Everything that could make a server talk. */
  private static final class Mischief {

    static List<String> doneTo(WireClient client) {
      String failing = client.session().token();
      client.postsBatch(failing, 1, Payload.text("fails")).close();
      String malformed = client.session().token();
      client.posts("/" + malformed + "?seq=x", "nonsense").close();
      client.posts("/" + malformed + "?seq=1", "nonsense").close();
      client.polls(malformed, 2, 99, 0).close();
      client.polls(malformed, 1, 0, 0).close();
      client.beginsPoll(malformed, 3, 0, 20_000).resets();
      String closed;
      try (WireWebSocket socket = client.opensWebSocket()) {
        closed = socket.session().token();
        socket.sends("nonsense").closeCode();
      }
      String cut;
      try (HttpReply stream = client.opensStream()) {
        cut = stream.session().token();
        stream.line().resets();
      }
      client.asks("PUT", "/" + cut, "x").close();
      client.gets("/" + cut + "/below").close();
      client.asks("DELETE", "/" + cut, "").close();
      return List.of(failing, malformed, closed, cut);
    }
  }
}
