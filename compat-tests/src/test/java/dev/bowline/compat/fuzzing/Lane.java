package dev.bowline.compat.fuzzing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bowline.compat.client.WireWebSocket;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.ByteArrayEndPoint;

/**
 * One connection of a client that says whatever it is told to say, and looks at what comes back.
 * Not even that it speaks HTTP is sure; where it does, every reply must be one of the protocol's.
 */
final class Lane {
  private static final Pattern WELL_FORMED = Pattern.compile("[A-Z]+ [!-~]+");
  private static final Pattern MEDDLING =
      Pattern.compile(
          "(?im)^(content-length|transfer-encoding|expect|connection|upgrade|host|http2-settings)"
              + "[ \t]*:");
  private static final String HANDSHAKE =
      """
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      """;

  private final InProcess server;
  private final ByteArrayEndPoint line;
  private final Deque<String> methods = new ArrayDeque<>();
  private final List<ServerFrame> frames = new ArrayList<>();
  private byte[] output = {};
  private int read;
  private boolean unpredictable;
  private boolean webSocket;
  private boolean ended;

  Lane(InProcess server) {
    this.server = server;
    this.line = server.connect();
  }

  /** Any bytes; from now on nothing is sure. */
  void says(String raw) {
    unpredictable = true;
    write(raw.getBytes(ISO_8859_1));
  }

  /** A request: its first line without the version, headers, an empty line, a body. */
  void asks(String request) {
    int end = request.indexOf("\n\n");
    String head = end < 0 ? request : request.substring(0, end);
    String body = end < 0 ? "" : request.substring(end + 2);
    String first = head.lines().findFirst().orElse("");
    unpredictable |=
        webSocket || !WELL_FORMED.matcher(first).matches() || MEDDLING.matcher(head).find();
    methods.add(first.startsWith("HEAD ") ? "HEAD" : "GET");
    StringBuilder http = new StringBuilder(first).append(" HTTP/1.1\r\nHost: x\r\n");
    head.lines().skip(1).forEach(header -> http.append(header).append("\r\n"));
    if (!body.isEmpty() || first.startsWith("POST ")) {
      http.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    write(http.append("\r\n").append(body).toString().getBytes(ISO_8859_1));
  }

  /** An upgrade; the target may be followed by headers. */
  void upgrades(String target, boolean bare) {
    unpredictable |= webSocket || MEDDLING.matcher(target).find();
    unpredictable |= !WELL_FORMED.matcher("GET " + target.lines().findFirst().orElse("")).matches();
    methods.add("GET");
    String protocol = bare ? "" : "Sec-WebSocket-Protocol: bowline.v1\r\n";
    String[] lines = target.split("\n", 2);
    String more = lines.length < 2 ? "" : lines[1].replace("\n", "\r\n") + "\r\n";
    String head = "GET " + lines[0] + " HTTP/1.1\r\nHost: x\r\n" + HANDSHAKE;
    write((head + protocol + more + "\r\n").getBytes(ISO_8859_1));
  }

  /** A frame, masked as a client's must be. */
  void sends(int firstByte, byte[] payload) {
    if (webSocket) {
      write(WireWebSocket.encode(firstByte, payload));
    }
  }

  /** The client will say nothing more. */
  void ends() {
    if (!ended) {
      ended = true;
      line.addInputEOF();
      server.rest();
      look();
    }
  }

  /** The client is gone. */
  void closes() {
    ends();
    line.close();
    server.rest();
  }

  /** The text frames that have come since the last call, which are forgotten here. */
  List<String> texts() {
    look();
    List<String> texts =
        frames.stream().filter(it -> it.opcode() == 1).map(ServerFrame::text).toList();
    frames.clear();
    output = Arrays.copyOfRange(output, read, output.length);
    read = 0;
    return texts;
  }

  /** All that has come. */
  String all() {
    look();
    return new String(output, ISO_8859_1);
  }

  /** The status of the first reply. */
  int status() {
    Matcher status = Pattern.compile("^HTTP/1\\.1 (\\d{3})").matcher(all());
    return status.find() ? Integer.parseInt(status.group(1)) : 0;
  }

  /** All that has come, as text, which is forgotten here; from now on nobody looks at replies. */
  String takes() {
    String all = all();
    unpredictable = true;
    output = new byte[0];
    return all;
  }

  /** Fails if a request was not answered to its end. */
  void mustHaveBeenAnswered() {
    look();
    if (!unpredictable && !webSocket && !methods.isEmpty() && line.isOpen() && !ended) {
      throw new AssertionError("no answer to the end: " + all());
    }
  }

  private void write(byte[] bytes) {
    if (!ended && line.isOpen()) {
      line.addInputAndExecute(ByteBuffer.wrap(bytes));
      server.rest();
      look();
    }
  }

  /** Takes what has come, and fails if it is nothing that may come. */
  void look() {
    ByteBuffer more = line.takeOutput();
    if (more != null && more.hasRemaining()) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(output);
      byte[] bytes = new byte[more.remaining()];
      more.get(bytes);
      all.writeBytes(bytes);
      output = all.toByteArray();
    }
    while (!webSocket && !unpredictable && !methods.isEmpty()) {
      ServerReply reply = ServerReply.parse(output, read, methods.peek());
      if (!reply.complete()) {
        break;
      }
      reply.mustBeOneOfTheProtocols();
      read = reply.end();
      methods.remove();
      webSocket = reply.status() == 101;
    }
    if (unpredictable && !webSocket) {
      ServerReply.mustNotFail(new String(output, ISO_8859_1));
    }
    while (webSocket) {
      ServerFrame frame = ServerFrame.parse(output, read);
      if (frame == null) {
        break;
      }
      read = frame.end();
      frames.add(frame);
    }
  }
}
