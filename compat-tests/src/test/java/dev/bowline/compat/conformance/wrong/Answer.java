package dev.bowline.compat.conformance.wrong;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reply, whole; or the head of one whose body goes on and on: an event stream, or an upgrade. A
 * whole one always has a length.
 *
 * @param statusLine the code and the phrase
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of the wire; replies are never compared
record Answer(String version, String statusLine, List<String> headers, byte[] body) {

  private static final byte[] NOTHING = {};

  /** The head of the next reply; the body is still to come. */
  static Answer head(InputStream in) throws IOException {
    List<String> head = Http1.head(in);
    if (head.isEmpty()) {
      throw new IOException("no reply");
    }
    String[] first = head.get(0).split(" ", 2);
    return new Answer(first[0], first[1], head.subList(1, head.size()), NOTHING);
  }

  /** A refusal with its record, as section 8 has them. */
  static Answer refusal(int status, int code) {
    return record(
        status, status == 410 ? "close" : "error", "{\"code\":" + code + ",\"reason\":\"\"}");
  }

  /** A reply that is one record. */
  static Answer record(int status, String kind, String data) {
    return new Answer(
            "HTTP/1.1",
            status + " Wrong",
            List.of(
                "Content-Type: text/event-stream; charset=utf-8",
                "Cache-Control: no-store, no-transform",
                "X-Content-Type-Options: nosniff",
                "X-Accel-Buffering: no"),
            NOTHING)
        .withBody("event: " + kind + "\ndata: " + data + "\n\n");
  }

  int status() {
    return Integer.parseInt(statusLine.substring(0, 3));
  }

  boolean is(int wanted) {
    return status() == wanted;
  }

  Optional<String> header(String name) {
    return Http1.header(headers, name);
  }

  boolean isEvents() {
    return header("Content-Type").filter(type -> type.startsWith("text/event-stream")).isPresent();
  }

  String text() {
    return new String(body, UTF_8);
  }

  /** What the body says, if it is made of events. */
  List<Said> said() {
    List<Said> all = new ArrayList<>();
    if (isEvents()) {
      try {
        InputStream in = new java.io.ByteArrayInputStream(body);
        Optional<Said> next = Said.event(in);
        while (next.isPresent()) {
          all.add(next.get());
          next = Said.event(in);
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return all;
  }

  Answer saying(List<Said> all) {
    ByteArrayOutputStream events = new ByteArrayOutputStream();
    all.forEach(said -> events.writeBytes(said.asEvent()));
    return withBody(events.toByteArray());
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Http1.head(version + " " + statusLine, headers));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  /** The head alone, as HEAD has it. */
  byte[] withoutBody() {
    return Http1.head(version + " " + statusLine, headers);
  }

  /** With the whole of its body, however it is framed. */
  Answer withBodyFrom(InputStream in, String method) throws IOException {
    if (method.equals("HEAD") || is(204) || is(304)) {
      return this;
    }
    if (Http1.isChunked(headers)) {
      return withBody(new Chunks(in).readAllBytes());
    }
    Optional<String> length = header("Content-Length");
    return length.isPresent()
        ? withBody(Http1.exactly(in, Integer.parseInt(length.get())))
        : withBody(in.readAllBytes());
  }

  Answer withStatus(int other) {
    return new Answer(version, other + " Wrong", headers, body);
  }

  Answer withHeader(String name, String value) {
    return new Answer(version, statusLine, Http1.with(headers, name, value), body);
  }

  Answer withoutHeader(String name) {
    return new Answer(version, statusLine, Http1.without(headers, name), body);
  }

  Answer withBody(String other) {
    return withBody(other.getBytes(UTF_8));
  }

  Answer withBody(byte[] other) {
    return new Answer(version, statusLine, Http1.without(headers, "Transfer-Encoding"), other)
        .withHeader("Content-Length", String.valueOf(other.length));
  }
}
