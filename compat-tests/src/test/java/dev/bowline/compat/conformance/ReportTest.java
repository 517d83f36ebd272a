package dev.bowline.compat.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.conformance.report.Clause;
import dev.bowline.compat.conformance.report.JunitXml;
import dev.bowline.compat.conformance.report.Report;
import dev.bowline.compat.conformance.report.Result;
import dev.bowline.compat.conformance.report.TerminalText;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The two forms of a report. */
class ReportTest {

  private static final Clause POSITIONS = new Clause(2, "Positions");
  private static final Clause CODES = new Clause(8, "Codes");

  private final Report report =
      new Report(
          "http://server/channel",
          List.of(
              Result.passed(POSITIONS, "what holds", Duration.ofMillis(12)),
              Result.failed(
                  CODES,
                  "what doesn't",
                  "expected \"<a>\" & 'b', got \u0000\uD800",
                  "1> GET /\n1< HTTP/1.1 500 ]]>",
                  Duration.ofMillis(1_500)),
              Result.notChecked(CODES, "what takes long", "lasts 120 s")),
          Duration.ofSeconds(61));

  @Test
  void theXmlHoldsWhateverWasWrittenAndRead() throws Exception {
    byte[] xml = new JunitXml(report).toString().getBytes(StandardCharsets.UTF_8);
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml))
            .getDocumentElement();

    assertEquals("3", root.getAttribute("tests"));
    assertEquals("1", root.getAttribute("failures"));
    assertEquals("1", root.getAttribute("skipped"));
    assertEquals("61.000", root.getAttribute("time"));
    Element failure = (Element) root.getElementsByTagName("failure").item(0);
    assertEquals("expected \"<a>\" & 'b', got \uFFFD\uFFFD", failure.getAttribute("message"));
    assertTrue(failure.getTextContent().endsWith("1> GET /\n1< HTTP/1.1 500 ]]>"));
    Element test = (Element) failure.getParentNode();
    assertEquals("8 Codes", test.getAttribute("classname"));
    assertEquals("what doesn't", test.getAttribute("name"));
    assertEquals("1.500", test.getAttribute("time"));
  }

  @Test
  void theTextShowsFailuresWithTheirExchangeAndCountsTheRest() {
    String text = new TerminalText(report, false).toString();

    assertTrue(text.contains("Section 2"), text);
    assertTrue(text.contains("FAILED  what doesn't"), text);
    int failures = text.lastIndexOf("8 Codes: what doesn't");
    assertTrue(failures > text.indexOf("8 Codes: what takes long"), text);
    assertTrue(text.indexOf("1> GET /") > failures, text);
    assertTrue(text.contains("1 FAILED, 1 not checked"), text);
    assertTrue(text.contains("8 Codes: what takes long"), text);
    assertTrue(text.contains("1 passed, 1 failed, 1 not checked, in 61 s"), text);
    assertTrue(!text.contains("what holds"), text);
    assertTrue(new TerminalText(report, true).toString().contains("passed  what holds"));
  }
}
