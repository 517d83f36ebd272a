package dev.bowline.compat.browsers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runnable jar as a process. */
class RunnableJarTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: a/b",
        "Host: a\r\nHost: b",
        "No-Host: a",
        "Host: a\r\nb",
        "Host: a\r\nAccept: text/\"",
        "Host: a\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: a\""
      })
  void nobodyFillsItsLogWithBadRequests(String header) throws IOException {
    try (RunnableJar jar = RunnableJar.start()) {
      Line line = Line.to(jar.url().getPort());
      try (HttpReply reply =
          HttpReply.on(line.write("GET /channel HTTP/1.1\r\n" + header + "\r\n\r\n"))) {
        assertEquals(400, reply.status());
      }
      assertEquals(List.of(), jar.stop());
    }
  }
}
