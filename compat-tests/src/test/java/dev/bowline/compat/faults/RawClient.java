package dev.bowline.compat.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A connection on which a test writes what it likes, and says what it expects to read. */
final class RawClient implements AutoCloseable {
  private static final int QUIET_MILLIS = 250;

  private final Socket socket;
  private final int patienceMillis;

  /** {@code patienceMillis} is how long it waits for what must come. */
  RawClient(int port, int patienceMillis) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.patienceMillis = patienceMillis;
  }

  RawClient gets(String path, String... fields) {
    return writes(request("GET", path, "", fields));
  }

  RawClient posts(String path, String body) {
    return writes(request("POST", path, body, "Content-Length: " + body.length()));
  }

  RawClient upgrades() {
    return gets(
        "/socket",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
  }

  static String request(String method, String path, String body, String... fields) {
    String lines = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
    return method + " " + path + " HTTP/1.1\r\nHost: here\r\n" + lines + "\r\n" + body;
  }

  RawClient writes(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads up to and including this. Returns all that it read. */
  String readsTo(String end) {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = next(patienceMillis);
      if (next < 0) {
        throw new AssertionError(how(next) + " before " + end + " after " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** Reads the reply's head and looks at its number. Returns the head. */
  String isAnswered(int status) {
    String head = readsTo("\r\n\r\n");
    assertEquals("HTTP/1.1 " + status, head.substring(0, 12), head);
    return head;
  }

  /** What comes before the connection's end, and how it ends: {@code …closed} or {@code …reset}. */
  String readsAll() {
    StringBuilder text = new StringBuilder();
    int next = next(patienceMillis);
    while (next >= 0) {
      text.append((char) next);
      next = next(patienceMillis);
    }
    return text + how(next);
  }

  /** Nothing comes, neither a byte nor an end. */
  void hearsNothing() {
    int next = next(QUIET_MILLIS);
    assertEquals("silence", next < 0 ? how(next) : "a byte");
  }

  /** How many bytes have come when the first has. */
  int readsAtOnce() {
    byte[] target = new byte[8192];
    try {
      socket.setSoTimeout(patienceMillis);
      return socket.getInputStream().read(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String how(int end) {
    return end == -1 ? "closed" : end == -2 ? "silence" : "reset";
  }

  private int next(int millis) {
    try {
      socket.setSoTimeout(millis);
      InputStream in = socket.getInputStream();
      return in.read();
    } catch (SocketTimeoutException e) {
      return -2;
    } catch (IOException e) {
      return -3;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
