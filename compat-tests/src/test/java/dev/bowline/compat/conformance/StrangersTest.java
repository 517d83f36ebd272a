package dev.bowline.compat.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the kit says of a server that has never heard of the protocol: a line that can be read. */
class StrangersTest {

  private static final String PAGE =
      """
      HTTP/1.1 404 Not Found\r
      Content-Type: text/html\r
      Connection: close\r
      \r
      <html>
        <title>404</title>
      </html>
      """;

  @Test
  void aPageIsQuotedInOneLine() throws Exception {
    assertTrue(said(PAGE).endsWith("got 404: <html> <title>404</title> </html>"), said(PAGE));
  }

  @Test
  void anotherProtocolIsCalledSo() throws Exception {
    assertTrue(said("SSH-2.0-server\r\n").endsWith("no reply of HTTP/1: SSH-2.0-server"));
    assertTrue(said("HTTP/1.1 200 OK\r\nwhat\r\n\r\n").endsWith("no header: what"));
  }

  @Test
  void aConnectionThatIsClosedAtOnceIsCalledSo() throws Exception {
    assertTrue(said("").contains("the connection was closed"), () -> "no word of it");
  }

  @Test
  void whatATerminalWouldObeyIsEscaped() throws Exception {
    String said = said("HTTP/1.1 200 \u001b[2J\u009b31m\u0007\r\nx\u001b]0;name\u0007\r\n\r\n");

    assertTrue(said.endsWith("no header: x\\u001b]0;name\\u0007"), said);
  }

  @Test
  void aLineWithoutEndIsGivenUp() throws Exception {
    String said =
        said(
            client -> {
              byte[] much = "x".repeat(8_192).getBytes(StandardCharsets.US_ASCII);
              while (true) {
                client.getOutputStream().write(much);
              }
            });

    assertTrue(said.contains("a line of more than 65536 bytes: xxx"), said);
  }

  private static String said(String reply) throws Exception {
    return said(
        client -> {
          client.getInputStream().read(new byte[2_048]);
          OutputStream out = client.getOutputStream();
          out.write(reply.getBytes(StandardCharsets.UTF_8));
          client.close();
        });
  }

  private static String said(SilentServer.Unhelpful stranger) throws Exception {
    try (SilentServer server = new SilentServer(0, 0, stranger)) {
      URI url = URI.create("http://127.0.0.1:" + server.port() + "/channel");
      Kit kit = Kit.of(url).timeout(Duration.ofSeconds(20));
      String said = String.valueOf(assertThrows(UnreachableException.class, kit::run).getMessage());
      assertTrue(said.length() < 1_000, said);
      assertEquals(1, said.lines().count(), said);
      assertFalse(said.chars().anyMatch(Character::isISOControl), said);
      return said;
    }
  }
}
