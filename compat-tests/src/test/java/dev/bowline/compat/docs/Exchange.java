package dev.bowline.compat.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays an exchange as the docs write it down. A line begins with the number of a connection and
 * its direction: {@code 1>} is written by the client, {@code 1<} has to come back.
 *
 * <p>A connection begins with a request: its method and target, headers, a blank line, the body.
 * The body ends with a line end only if its last line is blank. What has to come back begins with
 * the status; the lines of the body follow, or after an upgrade one text frame in each line, a
 * binary one as bytes in brackets. {@code end} is the end of a reply, {@code closed CODE} that of a
 * WebSocket, and {@code > cut} cuts the line. {@code TOKEN}, {@code ID} and {@code EPOCH} are what
 * the server has chosen; {@code …} is anything; {@code ␁} and {@code ␂} are those control
 * characters.
 */
final class Exchange implements AutoCloseable {
  private static final Pattern LINE = Pattern.compile("(\\d+)([<>]) ?(.*)");
  private static final Pattern VARIABLE = Pattern.compile("TOKEN|\\bID\\b|EPOCH|…");

  private final URI server;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Map<Integer, Wire> wires = new HashMap<>();
  private final Map<String, String> known = new HashMap<>();

  Exchange(URI server) {
    this.server = server;
  }

  void play(String text) throws Exception {
    List<String> request = new ArrayList<>();
    int requesting = 0;
    for (String line : text.lines().toList()) {
      Matcher parts = LINE.matcher(line);
      assertTrue(parts.matches(), () -> "not a line of an exchange: " + line);
      int number = Integer.parseInt(parts.group(1));
      boolean written = parts.group(2).equals(">");
      String rest = parts.group(3).replace('␁', '\u0001').replace('␂', '\u0002');
      if (requesting != 0 && (requesting != number || !written)) {
        wires.put(requesting, Wire.open(client, server, request));
        request.clear();
        requesting = 0;
      }
      String said = written ? substituted(rest) : rest;
      Wire wire = wires.get(number);
      if (!written) {
        assertTrue(wire != null, () -> "nothing was asked before: " + line);
        expect(wire, said.stripTrailing());
      } else if (wire == null) {
        requesting = number;
        request.add(said);
      } else {
        wire.write(said);
      }
    }
    assertEquals(0, requesting, "a request without an answer");
  }

  private String substituted(String text) {
    String substituted = text;
    for (String name : List.of("TOKEN", "EPOCH")) {
      substituted = substituted.replace(name, known.getOrDefault(name, name));
    }
    return substituted;
  }

  private void expect(Wire wire, String expected) throws InterruptedException {
    String actual = wire.next().stripTrailing();
    List<String> found = new ArrayList<>();
    Matcher came = pattern(expected, found).matcher(actual);
    assertTrue(came.matches(), () -> "expected " + expected + "\nbut got  " + actual);
    for (int i = 0; i < found.size(); i++) {
      known.put(found.get(i), came.group(i + 1));
    }
  }

  private Pattern pattern(String expected, List<String> found) {
    StringBuilder pattern = new StringBuilder();
    Matcher variable = VARIABLE.matcher(expected);
    int end = 0;
    while (variable.find()) {
      pattern.append(Pattern.quote(expected.substring(end, variable.start())));
      String name = variable.group();
      if (name.equals("…")) {
        pattern.append(".*");
      } else if (known.containsKey(name)) {
        pattern.append(Pattern.quote(known.get(name)));
      } else {
        pattern.append("([\\w-]+)");
        found.add(name);
      }
      end = variable.end();
    }
    return Pattern.compile(pattern + Pattern.quote(expected.substring(end)));
  }

  @Override
  public void close() {
    wires.values().forEach(Wire::cut);
  }
}
