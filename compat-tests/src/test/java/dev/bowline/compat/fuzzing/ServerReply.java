package dev.bowline.compat.fuzzing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.EventReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply as far as it has come.
 *
 * @param body without its framing
 * @param complete whether it has come to its end
 * @param end where the next one begins, if it is complete
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ServerReply(
    int status, TreeMap<String, String> headers, byte[] body, boolean complete, int end) {

  /** Section 8 of the protocol, and what goes well. */
  private static final Set<Integer> OURS =
      Set.of(101, 200, 400, 401, 403, 404, 405, 406, 409, 410, 413, 426, 429, 503);

  /** What Jetty says of HTTP that is none, before any handler sees it; 404 beside the channels. */
  private static final Set<Integer> OF_JETTY = Set.of(400, 404, 414, 417, 431, 501, 505);

  private static final Set<String> EVENTS =
      Set.of(
          "message",
          "text",
          "binary",
          "session",
          "ack",
          "ping",
          "gap",
          "reconnect",
          "close",
          "error");
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})[^\r\n]*\r\n");
  private static final Pattern HEADER = Pattern.compile("([^:\r\n]+): *([^\r\n]*)\r\n");

  /** A stack trace, or the full name of an exception: Jetty's pages repeat what was asked for. */
  private static final Pattern FAILED =
      Pattern.compile(
          "\\AHTTP/1\\.[01] (500|502|504)|\tat |\\b[a-z]+(\\.[a-z0-9]+)+\\.\\w+Exception");

  private static final ServerReply NOT_YET =
      new ServerReply(0, new TreeMap<>(), new byte[0], false, 0);

  static ServerReply parse(byte[] bytes, int at, String method) {
    String text = new String(bytes, at, bytes.length - at, ISO_8859_1);
    int headEnd = text.indexOf("\r\n\r\n");
    Matcher first = STATUS.matcher(text);
    if (headEnd < 0) {
      return NOT_YET;
    }
    if (!first.lookingAt()) {
      throw new AssertionError("no reply: " + text);
    }
    int status = Integer.parseInt(first.group(1));
    TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Matcher header = HEADER.matcher(text.substring(first.end(), headEnd + 2));
    while (header.find()) {
      headers.put(header.group(1), header.group(2));
    }
    int begin = headEnd + 4;
    if (status == 101 || method.equals("HEAD")) {
      return new ServerReply(status, headers, new byte[0], true, at + begin);
    }
    if (headers.containsKey("Transfer-Encoding")) {
      return chunked(text, at, begin, status, headers);
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    boolean complete = text.length() - begin >= length;
    byte[] body =
        text.substring(begin, Math.min(text.length(), begin + length)).getBytes(ISO_8859_1);
    return new ServerReply(status, headers, body, complete, at + begin + length);
  }

  private static ServerReply chunked(
      String text, int at, int begin, int status, TreeMap<String, String> headers) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int next = begin;
    while (true) {
      int line = text.indexOf("\r\n", next);
      if (line < 0) {
        break;
      }
      int size = Integer.parseInt(text.substring(next, line), 16);
      int end = line + 2 + size + 2;
      if (end > text.length()) {
        break;
      }
      body.writeBytes(text.substring(line + 2, line + 2 + size).getBytes(ISO_8859_1));
      next = end;
      if (size == 0) {
        return new ServerReply(status, headers, body.toByteArray(), true, at + end);
      }
    }
    return new ServerReply(status, headers, body.toByteArray(), false, 0);
  }

  /** Fails if these bytes, of whatever replies, say that the server failed. */
  static void mustNotFail(String replies) {
    if (FAILED.matcher(replies).find()) {
      throw new AssertionError("the server failed: " + replies);
    }
  }

  /** Fails if this is a reply that the protocol doesn't know. */
  void mustBeOneOfTheProtocols() {
    boolean ours = headers.containsKey("X-Content-Type-Options");
    if (!(ours ? OURS : OF_JETTY).contains(status) && !isClientFile()) {
      throw new AssertionError("a reply that nobody knows: " + this);
    }
    if (ours && type().equals("text/event-stream")) {
      List<Event> events = new EventReader(new ByteArrayInputStream(body)).rest();
      events.forEach(ServerReply::mustBeKnown);
      if (status >= 400) {
        mustBeClear(events);
      }
    } else if (ours && status >= 400 && body.length > 0) {
      throw new AssertionError("a refusal that is no record: " + this);
    }
  }

  private boolean isClientFile() {
    return type().contains("javascript") || status == 304;
  }

  private String type() {
    return headers.getOrDefault("Content-Type", "").split(";", 2)[0].toLowerCase(Locale.ROOT);
  }

  private void mustBeClear(List<Event> events) {
    String record = status == 410 ? "close" : "error";
    boolean right =
        events.size() == 1
            && (events.get(0).is(record) || (status == 409 && events.get(0).is("ack")));
    if (!right) {
      throw new AssertionError("a refusal without its record: " + this);
    }
  }

  private static void mustBeKnown(Event event) {
    if (!EVENTS.contains(event.type())) {
      throw new AssertionError("an event that nobody knows: " + event);
    }
    if (event.isMessage()) {
      event.payload();
    } else if (event.is("ack")) {
      event.number();
    } else if (!event.is("ping")) {
      event.json();
    }
  }

  @Override
  public String toString() {
    return status + " " + headers + " " + new String(body, ISO_8859_1);
  }
}
