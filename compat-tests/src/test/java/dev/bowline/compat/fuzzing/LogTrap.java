package dev.bowline.compat.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Hears what the server logs, and passes it on. A warning or a stack trace is a failure, but for
 * two of Jetty's: it warns of a Host header that is none or comes twice, before any handler is
 * asked.
 */
final class LogTrap implements AutoCloseable {
  private static final Pattern BAD = Pattern.compile("\\b(WARN|ERROR)\\b|^\tat |Exception");

  private static final Pattern OF_A_BAD_HOST =
      Pattern.compile("org\\.eclipse\\.jetty\\.(util\\.HostPort|http\\.HttpParser) ");

  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final PrintStream before = System.err;
  private final PrintStream trap = new PrintStream(heard, true, UTF_8);

  LogTrap() {
    System.setErr(trap);
  }

  /** Fails if there was a warning since it was set. */
  void mustBeEmpty() {
    if (heard.size() > 0) {
      String log = heard.toString(UTF_8);
      List<String> bad =
          log.lines()
              .filter(line -> BAD.matcher(line).find() && !OF_A_BAD_HOST.matcher(line).find())
              .toList();
      heard.reset();
      before.print(log);
      if (!bad.isEmpty()) {
        throw new AssertionError("the server has logged:\n" + log);
      }
    }
  }

  @Override
  public void close() {
    System.setErr(before);
    before.print(heard.toString(UTF_8));
  }
}
