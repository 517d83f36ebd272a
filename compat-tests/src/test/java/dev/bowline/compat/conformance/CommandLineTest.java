package dev.bowline.compat.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.browsers.RunnableJar;
import java.net.ServerSocket;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The kit's jar against the server's, as in the README. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTest {

  @TempDir private Path directory = Path.of("");
  private RunnableJar server;

  @BeforeAll
  void startsTheServer() throws Exception {
    server = RunnableJar.start("--conformance");
  }

  @AfterAll
  void stopsTheServer() {
    server.close();
  }

  @Test
  void ourServerPassesEverything() throws Exception {
    Path xml = directory.resolve("report.xml");
    KitProcess kit = KitProcess.runs("--url", channel(), "--verbose", "--junit", xml.toString());

    assertEquals(0, kit.status(), kit::failures);
    assertFalse(kit.output().contains("FAILED"), kit::failures);
    Element report =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(xml.toFile())
            .getDocumentElement();
    assertEquals("testsuites", report.getTagName());
    assertEquals("0", report.getAttribute("failures"));
    NodeList cases = report.getElementsByTagName("testcase");
    assertEquals(report.getAttribute("tests"), Integer.toString(cases.getLength()));
    assertTrue(cases.getLength() > 250, () -> cases.getLength() + " checks only");
  }

  @Test
  void aDeviationIsStatus1AndShowsWhatWentOverTheWire() throws Exception {
    // The server allows no such origin, so to the kit its replies lack what they should have.
    KitProcess kit =
        KitProcess.runs("--url", channel(), "--only", "Headers", "--origin", "https://friend.test");

    assertEquals(1, kit.status(), kit::output);
    assertTrue(kit.output().contains("FAILED  replies to an allowed origin say so"), kit::output);
    assertTrue(kit.output().contains("> Origin: https://friend.test"), kit::output);
    assertTrue(kit.output().contains("< HTTP/1.1 403"), kit::output);
  }

  @Test
  void whereNobodyListensIsStatus3AndOneLine() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0)) {
      port = taken.getLocalPort();
    }
    KitProcess kit = KitProcess.runs("--url", "http://127.0.0.1:" + port + "/channel");

    assertEquals(3, kit.status(), kit::output);
    assertTrue(kit.output().contains("no channel"), kit::output);
    assertEquals(1, kit.output().lines().count(), kit::output);
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel", "nothing"})
  void whatIsNoChannelWithTheApplicationIsStatus3(String path) throws Exception {
    KitProcess kit = KitProcess.runs("--url", server.url() + path, "--timeout", "5");

    assertEquals(3, kit.status(), kit::output);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--url",
        "--url ftp://127.0.0.1/channel",
        "--url http://127.0.0.1/channel?v=1",
        "--url http://127.0.0.1",
        "--url http://127.0.0.1/",
        "--url http://somebody@127.0.0.1/channel",
        "--url http://127.0.0.1:65536/channel",
        "--url http://127.0.0.1/channel --only nonsense",
        "--url http://127.0.0.1/channel --only 2,nonsense",
        "--list --only nonsense",
        "--url http://127.0.0.1/channel --junit no/such/directory/report.xml",
        "--url http://127.0.0.1/channel --wrong",
        "--url http://127.0.0.1/channel --timeout soon"
      })
  void aWrongCommandLineIsStatus2AndOneLine(String line) throws Exception {
    KitProcess kit = KitProcess.runs(line.isEmpty() ? new String[0] : line.split(" "));

    assertEquals(2, kit.status(), kit::output);
    assertTrue(kit.output().contains("--help"), kit::output);
    assertEquals(1, kit.output().lines().count(), kit::output);
  }

  @Test
  void theUsageIsShownWhereItIsAskedFor() throws Exception {
    KitProcess kit = KitProcess.runs("--help");

    assertEquals(0, kit.status(), kit::output);
    assertTrue(kit.output().startsWith("Usage:"), kit::output);
  }

  @Test
  void theListNamesChecksAndWhatIsNotChecked() throws Exception {
    KitProcess kit = KitProcess.runs("--list", "--only", "2 Token,7");

    assertEquals(0, kit.status(), kit::output);
    assertTrue(kit.output().contains("2 Token: a token has 128 bits"), kit::output);
    assertTrue(kit.output().contains("7 Probes: "), kit::output);
    assertFalse(kit.output().contains("2 Headers: "), kit::output);
    assertTrue(kit.output().contains("7 Page reload: "), kit::output);
  }

  private String channel() {
    return server.url() + "conformance";
  }
}
