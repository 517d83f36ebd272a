package dev.bowline.compat.conformance.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as the XML that JUnit's runners write and that most build servers read. */
public final class JunitXml {

  private final Report report;

  public JunitXml(Report report) {
    this.report = report;
  }

  @Override
  public String toString() {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append(
        "<testsuites name=\"Bowline protocol, version 1\" %s>\n"
            .formatted(counts(report.results(), seconds(report.time().toMillis()))));
    for (Map.Entry<Clause, List<Result>> clause : report.byClause().entrySet()) {
      suite(xml, clause.getKey(), clause.getValue());
    }
    return xml.append("</testsuites>\n").toString();
  }

  private static void suite(StringBuilder xml, Clause clause, List<Result> results) {
    long millis = results.stream().mapToLong(result -> result.time().toMillis()).sum();
    xml.append(
        "  <testsuite name=\"%s\" %s>\n"
            .formatted(escaped(clause.toString()), counts(results, seconds(millis))));
    results.forEach(result -> test(xml, result));
    xml.append("  </testsuite>\n");
  }

  private static void test(StringBuilder xml, Result result) {
    xml.append(
        "    <testcase classname=\"%s\" name=\"%s\" time=\"%s\""
            .formatted(
                escaped(result.clause().toString()),
                escaped(result.check()),
                seconds(result.time().toMillis())));
    switch (result.outcome()) {
      case PASSED -> xml.append("/>\n");
      case FAILED ->
          xml.append(
              ">\n      <failure message=\"%s\">%s</failure>\n    </testcase>\n"
                  .formatted(
                      escaped(result.message()),
                      escaped(result.message() + "\n" + result.exchange())));
      case NOT_CHECKED ->
          xml.append(
              ">\n      <skipped message=\"%s\"/>\n    </testcase>\n"
                  .formatted(escaped(result.message())));
    }
  }

  private static String counts(List<Result> results, String time) {
    return "tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\" time=\"%s\""
        .formatted(
            results.size(),
            results.stream().filter(result -> result.outcome() == Outcome.FAILED).count(),
            results.stream().filter(result -> result.outcome() == Outcome.NOT_CHECKED).count(),
            time);
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }

  /** For an attribute or a text; control characters become U+FFFD. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\n', '\t' -> escaped.append("&#").append(c).append(';');
                default -> escaped.appendCodePoint(isXml(c) ? c : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  private static boolean isXml(int c) {
    return (c >= 0x20 && c <= 0x7E)
        || (c >= 0xA0 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
