package dev.bowline.compat.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A reply of the server: its head, and its body as it comes. */
public final class HttpReply implements AutoCloseable {

  private static final Pattern STATUS = Pattern.compile("(HTTP/1\\.[01]) ([1-5][0-9]{2})( .*)?");
  private static final int MOST_HEADERS = 1_000;
  private static final int SUMMARY = 200;

  private final Line line;
  private final String version;
  private final int status;
  private final Map<String, List<String>> headers;
  private final InputStream body;
  private final EventReader events;

  private HttpReply(
      Line line, String version, int status, Map<String, List<String>> headers, InputStream body) {
    this.line = line;
    this.version = version;
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.events = new EventReader(body);
  }

  /** Reads the head of the next reply on a line. */
  public static HttpReply on(Line line) {
    return on(line, "GET");
  }

  /** The same; a reply to HEAD has no body, whatever its head promises. */
  public static HttpReply on(Line line, String method) {
    try {
      String first = Body.line(line.in());
      Matcher known = STATUS.matcher(first);
      if (!known.matches()) {
        throw new IOException("no reply of HTTP/1: " + first);
      }
      int status = Integer.parseInt(known.group(2));
      Map<String, List<String>> headers = headers(line.in());
      return new HttpReply(
          line, known.group(1), status, headers, body(line, method, status, headers));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, List<String>> headers(InputStream in) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    int count = 0;
    String header = Body.line(in);
    while (!header.isEmpty()) {
      int colon = header.indexOf(':');
      if (colon < 1 || ++count > MOST_HEADERS) {
        throw new IOException(colon < 1 ? "no header: " + header : "there is no end of headers");
      }
      headers
          .computeIfAbsent(header.substring(0, colon), name -> new ArrayList<>())
          .add(header.substring(colon + 1).trim());
      header = Body.line(in);
    }
    return headers;
  }

  private static InputStream body(
      Line line, String method, int status, Map<String, List<String>> headers) throws IOException {
    if (method.equals("HEAD") || status == 101 || status == 204 || status == 304) {
      return InputStream.nullInputStream();
    }
    if (headers.getOrDefault("Transfer-Encoding", List.of()).contains("chunked")) {
      return Body.chunked(line.in());
    }
    if (!headers.containsKey("Content-Length")) {
      return Body.untilClose(line.in());
    }
    String length = headers.get("Content-Length").get(0);
    if (!length.matches("[0-9]{1,15}")) {
      throw new IOException("no length: " + length);
    }
    return Body.ofLength(line.in(), Long.parseLong(length));
  }

  public String version() {
    return version;
  }

  public int status() {
    return status;
  }

  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().reduce((a, b) -> a + ", " + b);
  }

  /** Whether a header that lists things lists this one. */
  public boolean headerLists(String name, String thing) {
    return header(name).stream()
        .flatMap(list -> List.of(list.split(",")).stream())
        .anyMatch(it -> it.trim().toLowerCase(Locale.ROOT).equals(thing.toLowerCase(Locale.ROOT)));
  }

  /** The media type, without its parameters. */
  public String type() {
    return header("Content-Type").orElse("").replaceFirst(";.*", "").trim();
  }

  public byte[] bytes() {
    try {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole body, once it has ended as it should. */
  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** The body as JSON. */
  public Json json() {
    return Json.parse(text());
  }

  /** The body as an event stream, event by event. */
  public EventReader events() {
    return events;
  }

  /** The next event. */
  public Event next() {
    return events.next();
  }

  /** The next event that is no ping. */
  public Event nextButPings() {
    Event event = events.next();
    while (event.is("ping")) {
      event = events.next();
    }
    return event;
  }

  /** The next event, which must be of this type. */
  public Event next(String type) {
    Event event = type.equals("ping") ? events.next() : nextButPings();
    if (!event.is(type)) {
      throw new AssertionError("expected " + type + ", got " + event);
    }
    return event;
  }

  /** The session record that a stream, or the reply to an opening post, begins with. */
  public SessionRecord session() {
    return SessionRecord.parse(next("session").data());
  }

  /** The code of the error or close record that is the body of a refusal. */
  public int code() {
    Event event = next();
    if (!event.is("error") && !event.is("close")) {
      throw new AssertionError("expected error or close, got " + event);
    }
    return event.json().number("code");
  }

  /** The line below, to be cut or watched. */
  public Line line() {
    return line;
  }

  @Override
  public void close() {
    line.close();
  }

  /** What it says, in a line: for whoever expected something else. */
  String summary() {
    String text = Printable.line(text(), SUMMARY);
    return text.isEmpty() ? String.valueOf(status) : "%d: %s".formatted(status, text);
  }

  @Override
  public String toString() {
    return version + " " + status + " " + headers;
  }
}
