package dev.bowline.compat.plainclients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.Needs;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import dev.bowline.server.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The commands that the protocol's page gives, and a client in another language. */
@Tag("plain-clients")
class OtherProgramsTest {

  private static final String PYTHON =
      """
      import sys, websocket
      socket = websocket.create_connection(sys.argv[1], timeout=20)
      for text in ["hello", "mé\\u2028", ""]:
          socket.send(text)
          assert socket.recv() == text, text
      socket.send_binary(bytes(range(256)))
      assert socket.recv() == bytes(range(256))
      socket.ping("x")
      socket.send("bye")
      assert socket.recv() == "bye"
      socket.close(3005, b"done")
      print("all is well", flush=True)
      """;

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final String channel = "http://" + host.client().host() + "/channel";
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void nothingIsLeftBehind() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  @Needs("curl")
  void curlListensToAStreamAndSpeaksByPosts() throws Exception {
    BufferedReader listening =
        starts("curl", "-sN", "-H", "Accept: text/event-stream", channel + "?v=1");
    Matcher token =
        Pattern.compile("\"session\":\"([^\"]+)\"").matcher(lineWith(listening, "data:"));
    assertTrue(token.find());
    Session session = application.session();
    session.send("to curl");
    assertEquals("data: to curl", lineWith(listening, "data:"));

    starts("curl", "-s", "-d", "hello", channel + "/" + token.group(1));
    assertEquals(Payload.text("hello"), application.hears());
    starts(
        "curl",
        "-s",
        "-H",
        "Content-Type: application/octet-stream",
        "--data-binary",
        "bytes",
        channel + "/" + token.group(1));
    assertEquals(Payload.binary("bytes".getBytes(StandardCharsets.UTF_8)), application.hears());
    starts("curl", "-s", "-X", "DELETE", channel + "/" + token.group(1));
    assertEquals(1000, application.closeCode());
  }

  @Test
  @Needs("curl")
  void curlPollsOverHttp10And11And2() throws Exception {
    for (String version : new String[] {"--http1.0", "--http1.1", "--http2-prior-knowledge"}) {
      BufferedReader opened = starts("curl", "-s", version, "-X", "POST", channel + "?v=1");
      Matcher token =
          Pattern.compile("\"session\":\"([^\"]+)\"").matcher(lineWith(opened, "data:"));
      assertTrue(token.find());
      application.session().send("by " + version);
      BufferedReader poll =
          starts("curl", "-s", version, channel + "/" + token.group(1) + "?ack=0&wait=5000");
      assertEquals("data: by " + version, lineWith(poll, "data:"));
    }
  }

  @Test
  @Needs("curl")
  void curlReadsTheDescription() throws Exception {
    assertTrue(lineWith(starts("curl", "-s", channel), "websocket").startsWith("{"));
  }

  @Test
  @Needs("python3")
  void pythonsWebSocketClientEchoes() throws Exception {
    application.echoes();
    BufferedReader python =
        starts("/usr/bin/python3", "-c", PYTHON, channel.replace("http:", "ws:"));

    assertEquals("all is well", lineWith(python, ""));
    assertEquals(3005, application.closeCode());
  }

  private BufferedReader starts(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(process);
    return process.inputReader(StandardCharsets.UTF_8);
  }

  private static String lineWith(BufferedReader lines, String part) throws IOException {
    StringBuilder before = new StringBuilder();
    String line = lines.readLine();
    while (line != null && !line.contains(part)) {
      before.append(line).append('\n');
      line = lines.readLine();
    }
    if (line == null) {
      throw new AssertionError("no line with " + part + " in:\n" + before);
    }
    return line;
  }
}
