package dev.bowline.compat.client;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The requests of the protocol's page, one by one, each over a line of its own. Keeps no session
 * and no rule: a test says what is sent, and reads what comes.
 *
 * @param address where the server is
 * @param channel the path where the channel is mounted, {@code B} on the protocol's page
 */
public record WireClient(Address address, String channel) {

  static final String STREAM = "Accept: text/event-stream";
  static final String SUBPROTOCOL = "Sec-WebSocket-Protocol: bowline.v1";

  private static final byte[] NOTHING = {};
  private static final AtomicLong UNIQUE = new AtomicLong();

  /** A client of a server on this machine. */
  public WireClient(int port, String channel) {
    this(Address.local(port), channel);
  }

  public int port() {
    return address.port();
  }

  public String host() {
    return address.host();
  }

  /** A new line, on which anything can be written. */
  public Line line() {
    return address.line();
  }

  /** Any request; {@code suffix} is what follows the channel's path. */
  public HttpReply asks(String method, String suffix, String body, String... headers) {
    return asks(method, suffix, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  public HttpReply asks(String method, String suffix, byte[] body, String... headers) {
    Line line = line();
    byte[] request = Requests.request("HTTP/1.1", method, channel + suffix, host(), body, headers);
    try {
      line.write(request);
    } catch (UncheckedIOException e) {
      return earlyReply(line, method, e);
    }
    return HttpReply.on(line, method);
  }

  /** A server may refuse a body before all of it has come, and close its end. */
  private static HttpReply earlyReply(Line line, String method, UncheckedIOException broken) {
    try {
      return HttpReply.on(line, method);
    } catch (UncheckedIOException nothing) {
      broken.addSuppressed(nothing);
      throw broken;
    }
  }

  public HttpReply gets(String suffix, String... headers) {
    return asks("GET", suffix, NOTHING, headers);
  }

  public HttpReply posts(String suffix, String body, String... headers) {
    return asks("POST", suffix, body, with(headers, "Content-Type: text/plain"));
  }

  /** Sends a request and does not wait for the reply. */
  public Line begins(String method, String suffix, String body, String... headers) {
    return line()
        .write(
            Requests.request(
                "HTTP/1.1",
                method,
                channel + suffix,
                host(),
                body.getBytes(StandardCharsets.UTF_8),
                headers));
  }

  // Openings

  public HttpReply opensByPost() {
    return posts("?v=1", "");
  }

  public HttpReply opensStream(String... headers) {
    return gets("?v=1", with(headers, STREAM));
  }

  public WireWebSocket opensWebSocket(String... headers) {
    return webSocket("", with(headers, SUBPROTOCOL));
  }

  /** A session that nothing is attached to. */
  public SessionRecord session() {
    try (HttpReply reply = opensByPost()) {
      if (reply.status() != 200) {
        throw new AssertionError("no session: " + reply + " " + reply.text());
      }
      return reply.session();
    }
  }

  // Attaching

  public HttpReply attachesStream(String token, long number, long ack, String... headers) {
    return gets("/" + token + "?attach=" + number + "&ack=" + ack, with(headers, STREAM));
  }

  public WireWebSocket attachesWebSocket(String token, long number, long ack, String... headers) {
    return webSocket("/" + token + "?attach=" + number + "&ack=" + ack, with(headers, SUBPROTOCOL));
  }

  public HttpReply polls(String token, long number, long ack, long wait, String... headers) {
    return gets(poll(token, number, ack, wait), headers);
  }

  /** Sends a poll and does not wait for the reply. */
  public Line beginsPoll(String token, long number, long ack, long wait) {
    return begins("GET", poll(token, number, ack, wait), "");
  }

  /**
   * Sends a poll and returns when the server holds it: from then on the number below is refused,
   * which has no effect. That number must not have been used.
   */
  public Line holdsPoll(String token, long number, long ack, long wait) {
    Line line = beginsPoll(token, number, ack, wait);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Line.DEADLINE_MILLIS);
    while (System.nanoTime() < deadline) {
      try (HttpReply below = polls(token, number - 1, ack, 0)) {
        if (below.status() == 409) {
          return line;
        }
        below.text();
      }
    }
    throw new AssertionError("the poll has never come");
  }

  /** What follows the channel's path in a poll. */
  public static String poll(String token, long number, long ack, long wait) {
    return "/%s?attach=%d&ack=%d&wait=%d&_=%d"
        .formatted(token, number, ack, wait, UNIQUE.incrementAndGet());
  }

  /** A WebSocket handshake with any headers; {@code suffix} follows the channel's path. */
  public WireWebSocket webSocket(String suffix, String... headers) {
    return WireWebSocket.on(line(), channel + suffix, host(), headers);
  }

  // Speaking

  public HttpReply postsBatch(String token, long seq, Payload... messages) {
    return posts("/" + token + "?seq=" + seq, batch(messages));
  }

  /** Sends a batch and does not wait for the reply. */
  public Line beginsBatch(String token, long seq, Payload... messages) {
    return begins("POST", "/" + token + "?seq=" + seq, batch(messages), "Content-Type: text/plain");
  }

  public HttpReply acknowledges(String token, long ack) {
    return posts("/" + token + "?ack=" + ack, "");
  }

  public static String batch(Payload... messages) {
    return batch(List.of(messages));
  }

  public static String batch(List<Payload> messages) {
    return messages.stream().map(Payload::asEvent).collect(Collectors.joining());
  }

  private static String[] with(String[] headers, String header) {
    String name = header.substring(0, header.indexOf(':') + 1);
    if (Arrays.stream(headers).anyMatch(it -> it.startsWith(name))) {
      return headers;
    }
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = header;
    return all;
  }
}
